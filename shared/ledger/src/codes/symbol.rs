//! Crockford's base 32, and its arithmetic.

/// The symbols by value: without I, L, O, which look like digits, and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A symbol: an element of the field of 32 elements.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Symbol(u8);

impl Symbol {
    pub(super) const ZERO: Self = Self(0);

    /// The symbol of five bits; the bits above are ignored.
    pub(super) const fn of_bits(bits: u64) -> Self {
        Self((bits & 31).to_le_bytes()[0])
    }

    /// The symbol that is typed, in either case, with the letters that look like digits.
    pub(super) fn parse(typed: char) -> Option<Self> {
        let plain = match typed.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        let value = ALPHABET.iter().position(|symbol| char::from(*symbol) == plain)?;
        u8::try_from(value).ok().map(Self)
    }

    pub(super) fn bits(self) -> u64 {
        u64::from(self.0)
    }

    pub(super) fn as_char(self) -> char {
        ALPHABET.get(usize::from(self.0)).copied().map_or('0', char::from)
    }
}

/// The value at α of the polynomial with these coefficients, the highest power first. α is a root of x⁵ + x² + 1, so its first 31
/// powers differ. If the value of a code is 0, it is not 0 after a change of one symbol or a swap of two different ones.
pub(super) fn value(symbols: &[Symbol]) -> Symbol {
    symbols.iter().fold(Symbol::ZERO, |value, symbol| Symbol(times_alpha(value).0 ^ symbol.0))
}

pub(super) const fn times_alpha(Symbol(value): Symbol) -> Symbol {
    let doubled = value << 1;
    Symbol(if doubled & 32 == 0 { doubled } else { doubled ^ 0b10_0101 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_one_symbol() {
        for bits in 0..32 {
            let symbol = Symbol::of_bits(bits);
            assert_eq!(symbol.bits(), bits);
            assert_eq!(Symbol::parse(symbol.as_char()), Some(symbol));
            assert_eq!(Symbol::parse(symbol.as_char().to_ascii_lowercase()), Some(symbol));
        }
    }

    #[test]
    fn letters_that_look_like_digits_are_those() {
        for (typed, bits) in [('o', 0), ('O', 0), ('i', 1), ('I', 1), ('l', 1), ('L', 1)] {
            assert_eq!(Symbol::parse(typed), Some(Symbol::of_bits(bits)), "{typed}");
        }
        for typed in ['U', 'u', '-', ' ', '*', 'é', '０'] {
            assert_eq!(Symbol::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn powers_of_alpha_are_all_values_but_zero() {
        let mut powers: Vec<Symbol> =
            (0..31).scan(Symbol(1), |power, _| Some(std::mem::replace(power, times_alpha(*power)))).collect();
        powers.sort();
        assert_eq!(powers, (1..32).map(Symbol::of_bits).collect::<Vec<_>>());
    }
}
