//! The least Stripe: a session without a discount for every read, the same with one for every write.

use bytes::Bytes;
use http::{Method, Request, Response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// The session's subtotal in cents; the sample policy gives 10% of it.
const SUBTOTAL: u64 = 15_000;
const DISCOUNT: u64 = 1_500;

/// Starts it, and says where.
pub(crate) async fn start() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
    let address = listener.local_addr().expect("a listener has an address");
    let (read, write) = (session(false).to_string(), session(true).to_string());
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            let _ = stream.set_nodelay(true);
            let (read, write) = (Bytes::from(read.clone()), Bytes::from(write.clone()));
            tokio::spawn(async move {
                let answer = service_fn(move |request| answer(request, read.clone(), write.clone()));
                let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
            });
        }
    });
    format!("http://{address}")
}

async fn answer(request: Request<Incoming>, read: Bytes, write: Bytes) -> Result<Response<Full<Bytes>>, hyper::Error> {
    let body = if request.method() == Method::POST { write } else { read };
    request.into_body().collect().await?;
    let mut response = Response::new(Full::new(body));
    response.headers_mut().insert("request-id", http::HeaderValue::from_static("req_bench"));
    Ok(response)
}

fn session(with_discount: bool) -> Value {
    let coupon = json!({
        "id": "Z4OV52SU", "object": "coupon", "amount_off": DISCOUNT, "currency": "usd",
        "name": "10% off orders over $100", "metadata": {"discount_policy": "x", "discount_offers": "cart-over-100"},
    });
    let discounts = if with_discount { json!([{"coupon": coupon, "promotion_code": null}]) } else { json!([]) };
    let metadata = if with_discount { json!({"discount_cart_threshold": "on"}) } else { json!({}) };
    let discount = if with_discount { DISCOUNT } else { 0 };
    json!({
        "id": "cs_test_a1", "object": "checkout.session", "status": "open", "mode": "payment", "livemode": false,
        "currency": "usd", "amount_subtotal": SUBTOTAL, "amount_total": SUBTOTAL - discount,
        "client_reference_id": null, "customer": null, "customer_details": null, "created": 1_790_000_000,
        "expires_at": 1_790_086_400, "metadata": metadata, "payment_status": "unpaid", "ui_mode": "custom",
        "permissions": {"update_shipping_details": "server_only"}, "collected_information": null,
        "shipping_options": [], "discounts": discounts, "payment_method_types": ["card"],
        "total_details": {"amount_discount": discount, "amount_shipping": 0, "amount_tax": 0},
    })
}
