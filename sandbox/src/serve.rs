//! The server: hyper for each connection, and the ways in which a connection can end badly.

use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::channel;
use tokio::task::JoinSet;

use crate::router::{Cut, Cutter};

/// Accepts connections for ever; dropping the future ends them all.
pub(crate) async fn serve(router: &Router, listener: TcpListener) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(router.clone(), stream));
                }
                // Out of file descriptors, most likely: others must close first.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(router: Router, stream: TcpStream) {
    // Small answers at once: without it, tests wait for delayed acknowledgements.
    let _ = stream.set_nodelay(true);
    let (cut, mut cuts) = channel(1);
    let service = TowerToHyperService::new(router.layer(Extension(Cutter(cut))));
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
