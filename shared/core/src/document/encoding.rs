//! The text of a file: UTF-8, and what to do about anything else.

use super::fault::{Fault, FaultCode, Faults};

/// Reads the bytes of a file as text. `name` is the file's, for the message.
///
/// # Errors
///
/// [`Faults`] with the first byte that is not UTF-8.
pub fn decode(name: &str, bytes: &[u8]) -> Result<String, Faults> {
    if let Some((encoding, text)) = utf_16(bytes) {
        let message = format!("the file is in {encoding}: save it as UTF-8");
        return Err(fault(name, text, 0..0, message));
    }
    std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        let text = String::from_utf8_lossy(bytes).into_owned();
        let span = at..at.saturating_add(char::REPLACEMENT_CHARACTER.len_utf8());
        let message = format!(
            "this is not UTF-8: byte {byte:#04X}, which is {} in a file of an older encoding; save the file as UTF-8",
            char::from(byte)
        );
        fault(name, text, span, message)
    })
}

fn fault(name: &str, text: String, span: std::ops::Range<usize>, message: String) -> Faults {
    let fault = Fault { span, code: FaultCode::Syntax, message, instead: None };
    Faults { name: name.to_owned(), text, faults: vec![fault] }
}

/// A text in UTF-16, with the encoding's name: by its mark, or by the zeros between its letters.
fn utf_16(bytes: &[u8]) -> Option<(&'static str, String)> {
    let (name, little) = match bytes {
        [0xFF, 0xFE, ..] | [1..=0x7F, 0, 1..=0x7F, 0, ..] => ("UTF-16 (little endian)", true),
        [0xFE, 0xFF, ..] | [0, 1..=0x7F, 0, 1..=0x7F, ..] => ("UTF-16 (big endian)", false),
        _ => return None,
    };
    let units = bytes.as_chunks::<2>().0.iter();
    let units: Vec<u16> =
        units.map(|pair| if little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) }).collect();
    let text = String::from_utf16_lossy(&units);
    Some((name, text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(bytes: &[u8]) -> String {
        decode("p.toml", bytes).unwrap_err().to_string()
    }

    #[test]
    fn text_is_utf_8() {
        assert_eq!(decode("p.toml", "a = \"ü\"".as_bytes()).as_deref(), Ok("a = \"ü\""));
        assert_eq!(decode("p.toml", b"\xEF\xBB\xBFa = 1").as_deref(), Ok("\u{feff}a = 1"));
        assert_eq!(decode("p.toml", b"").as_deref(), Ok(""));
    }

    #[test]
    fn other_encodings_are_named_with_their_place() {
        assert_eq!(
            said(b"a = 1\nname = \"Gr\xFC\xDFe\"\n"),
            "p.toml:2:11: this is not UTF-8: byte 0xFC, which is ü in a file of an older encoding; save the file as UTF-8"
        );
        let utf_16 = |mark: &[u16], bytes: fn(u16) -> [u8; 2]| {
            let units = mark.iter().copied().chain("a = 1\n".encode_utf16());
            units.flat_map(bytes).collect::<Vec<u8>>()
        };
        for (bytes, endian) in [
            (utf_16(&[0xFEFF], u16::to_le_bytes), "little"),
            (utf_16(&[], u16::to_le_bytes), "little"),
            (utf_16(&[0xFEFF], u16::to_be_bytes), "big"),
            (utf_16(&[], u16::to_be_bytes), "big"),
        ] {
            assert_eq!(said(&bytes), format!("p.toml:1:1: the file is in UTF-16 ({endian} endian): save it as UTF-8"));
        }
    }
}
