//! The number of codes in a series.

/// The bits of a serial number; the others of a code are its tag.
pub(super) const SERIAL_BITS: u32 = 20;

/// The number of codes in a series: 1 to 1,048,576.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CodeCount(u32);

impl CodeCount {
    /// The largest number of codes.
    pub const MAX: Self = Self(1 << SERIAL_BITS);

    /// The number, if a series can have as many.
    #[must_use]
    pub fn new(count: u32) -> Option<Self> {
        (1..=Self::MAX.0).contains(&count).then_some(Self(count))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series_has_at_least_one_code() {
        assert_eq!(CodeCount::new(0), None);
        assert_eq!(CodeCount::new(1_048_576), Some(CodeCount::MAX));
        assert_eq!(CodeCount::new(1_048_577), None);
    }
}
