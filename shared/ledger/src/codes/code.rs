//! The form of a code.

use std::fmt;

use super::symbol::{Symbol, times_alpha, value};

/// The symbols of a code, the check symbol included.
const LENGTH: usize = 12;
/// The symbols of a group, as a code is written.
const GROUP: usize = 4;

/// A code of the right form, such as `7Q2M-0RZ4-K9WE`. It need not be one of a series.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SeriesCode([Symbol; LENGTH]);

impl SeriesCode {
    /// The bits of a code, besides its check symbol.
    pub(super) const BITS: u32 = 55;

    /// The code of these bits; bits above are ignored.
    pub(super) fn of_bits(bits: u64) -> Self {
        let mut symbols = [Symbol::ZERO; LENGTH];
        let [data @ .., check] = &mut symbols;
        for (symbol, shift) in data.iter_mut().rev().zip((0..Self::BITS).step_by(5)) {
            *symbol = Symbol::of_bits(bits >> shift);
        }
        *check = times_alpha(value(data));
        Self(symbols)
    }

    /// The bits of the code, besides its check symbol.
    pub(super) fn bits(&self) -> u64 {
        let [data @ .., _check] = &self.0;
        data.iter().fold(0, |bits, symbol| bits << 5 | symbol.bits())
    }

    /// Parses a code as a shopper types it: in either case, with O for 0 and I or L for 1, with blanks and hyphens anywhere.
    ///
    /// # Errors
    ///
    /// [`MistypedCode`]: every wrong symbol, and every swap of two symbols, is one.
    pub fn parse(text: &str) -> Result<Self, MistypedCode> {
        let typed = text.chars().filter(|typed| !typed.is_whitespace() && *typed != '-');
        let symbols = typed.map(|typed| Symbol::parse(typed).ok_or(MistypedCode::NotASymbol(typed)));
        let symbols: Vec<Symbol> = symbols.collect::<Result<_, _>>()?;
        let count = symbols.len();
        let symbols: [Symbol; LENGTH] = symbols.try_into().map_err(|_| MistypedCode::Length(count))?;
        if value(&symbols) == Symbol::ZERO { Ok(Self(symbols)) } else { Err(MistypedCode::Check) }
    }
}

/// The code in three groups.
impl fmt::Display for SeriesCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hyphen = "";
        for group in self.0.chunks(GROUP) {
            f.write_str(hyphen)?;
            group.iter().try_for_each(|symbol| write!(f, "{}", symbol.as_char()))?;
            hyphen = "-";
        }
        Ok(())
    }
}

/// The reasons why a text is not a code of any series.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum MistypedCode {
    /// A sign that no code has.
    #[error("no code has the sign \"{0}\"")]
    NotASymbol(char),
    /// Too few or too many symbols.
    #[error("a code has 12 symbols, not {0}")]
    Length(usize),
    /// The check symbol does not fit the others.
    #[error("a symbol is wrong, or two are swapped")]
    Check,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn code_is_read_back_as_typed(bits in 0..1_u64 << SeriesCode::BITS) {
            let code = SeriesCode::of_bits(bits);
            let text = code.to_string();
            prop_assert_eq!(code.bits(), bits);
            prop_assert_eq!(text.len(), 14);
            let typed = text.to_lowercase().replace('0', "o").replace('1', "l").replace('-', " ");
            for text in [&text, &text.replace('-', ""), &format!(" {typed}\n"), &text.replace('1', "I")] {
                prop_assert_eq!(SeriesCode::parse(text), Ok(code));
            }
        }

        #[test]
        fn every_wrong_symbol_and_swap_is_mistyped(bits in 0..1_u64 << SeriesCode::BITS) {
            let SeriesCode(symbols) = SeriesCode::of_bits(bits);
            let text = |symbols: &[Symbol]| symbols.iter().map(|symbol| symbol.as_char()).collect::<String>();
            for place in 0..LENGTH {
                for wrong in (0..32).map(Symbol::of_bits).filter(|wrong| *wrong != symbols[place]) {
                    let mut typed = symbols;
                    typed[place] = wrong;
                    prop_assert_eq!(SeriesCode::parse(&text(&typed)), Err(MistypedCode::Check));
                }
                for other in (0..place).filter(|other| symbols[*other] != symbols[place]) {
                    let mut typed = symbols;
                    typed.swap(place, other);
                    prop_assert_eq!(SeriesCode::parse(&text(&typed)), Err(MistypedCode::Check));
                }
            }
        }
    }

    #[test]
    fn text_of_another_form_is_mistyped() {
        let text = SeriesCode::of_bits(12_345).to_string();
        for (typed, error) in [
            (String::new(), MistypedCode::Length(0)),
            ("SPRNG".to_owned(), MistypedCode::Length(5)),
            (format!("{text}0"), MistypedCode::Length(13)),
            (text[..13].to_owned(), MistypedCode::Length(11)),
            ("SUMMER".to_owned(), MistypedCode::NotASymbol('U')),
            (text.replace('-', "_"), MistypedCode::NotASymbol('_')),
        ] {
            assert_eq!(SeriesCode::parse(&typed), Err(error), "{typed}");
        }
    }
}
