//! Pages and scripts are compressed, as any host of a shop does it; the functions' answers are not, as API Gateway does
//! it.

use std::io::Write;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, VARY};
use http::{HeaderMap, HeaderValue, Response};

/// Below this many bytes there is nothing to gain.
const LEAST: usize = 400;

/// Whether a browser takes gzip.
pub(super) fn wants_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    accepted.split(',').any(|encoding| encoding.split(';').next().unwrap_or_default().trim() == "gzip")
}

/// The same answer in fewer bytes.
pub(super) fn gzip(mut response: Response<Bytes>) -> Response<Bytes> {
    if response.body().len() < LEAST {
        return response;
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(response.body());
    let Ok(compressed) = written.and_then(|()| encoder.finish()) else { return response };
    let headers = response.headers_mut();
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    response.map(|_| Bytes::from(compressed))
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_compressed_is_smaller_and_the_same() {
        let text = "the quick brown fox ".repeat(50);
        let answer = gzip(Response::new(Bytes::from(text.clone())));
        assert_eq!(answer.headers()["content-encoding"], "gzip");
        assert!(answer.body().len() < text.len());
        let mut read = String::new();
        flate2::read::GzDecoder::new(answer.body().as_ref()).read_to_string(&mut read).unwrap();
        assert_eq!(read, text);
        assert!(gzip(Response::new(Bytes::from_static(b"short"))).headers().is_empty());
    }

    #[test]
    fn only_who_takes_gzip_gets_it() {
        for (accepted, wants) in [("gzip, deflate, br", true), ("br;q=1, gzip;q=0.5", true), ("br", false), ("", false)]
        {
            let headers = HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(wants_gzip(&headers), wants, "{accepted}");
        }
    }
}
