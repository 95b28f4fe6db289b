//! A port that refuses connections.

use tokio::net::TcpSocket;

/// A port that is taken and not listened to, so that no other process can open it meanwhile.
pub(crate) struct ClosedPort {
    pub(crate) url: String,
    _socket: TcpSocket,
}

impl ClosedPort {
    pub(crate) fn open() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        Self { url: format!("http://{}", socket.local_addr().unwrap()), _socket: socket }
    }
}
