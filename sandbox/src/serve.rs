//! The server: hyper for each connection, and the ways in which a connection can end badly.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{Sender, channel};
use tokio::task::JoinSet;

use crate::exchange::{Outcome, exchange};
use crate::state::Inner;

/// How a connection is cut.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    Close,
    Reset,
}

/// Accepts connections for ever; dropping the future ends them all.
pub(crate) async fn serve(inner: &Arc<Inner>, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(Arc::clone(inner), stream));
                }
                // Out of file descriptors, most likely: others must close first.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(inner: Arc<Inner>, stream: TcpStream) {
    // Small answers at once: without it, tests wait for delayed acknowledgements.
    let _ = stream.set_nodelay(true);
    let (cut, mut cuts) = channel(1);
    let service = service_fn(move |request| answer(Arc::clone(&inner), request, cut.clone()));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    tokio::select! {
        _ = &mut connection => {}
        Some(how) = cuts.recv() => {
            let stream = connection.into_parts().io.into_inner();
            if how == Cut::Reset {
                let _ = stream.set_zero_linger();
            }
        }
    }
}

async fn answer(
    inner: Arc<Inner>,
    request: Request<Incoming>,
    cut: Sender<Cut>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (parts, body) = request.into_parts();
    let how = match body.collect().await {
        Err(_) => Cut::Close,
        Ok(body) => {
            let request = Request::from_parts(parts, body.to_bytes());
            // A task of its own: like Stripe, it goes on when the caller hangs up.
            match tokio::spawn(async move { exchange(inner, request).await }).await {
                Ok(Outcome::Answer(response)) => return Ok(response.map(Full::new)),
                Ok(Outcome::Hang(_held)) => pending().await,
                Ok(Outcome::Reset) => Cut::Reset,
                Ok(Outcome::Close) | Err(_) => Cut::Close,
            }
        }
    };
    let _ = cut.send(how).await;
    pending().await
}
