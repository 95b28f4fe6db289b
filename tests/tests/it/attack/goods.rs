//! The goods, the carts, the addresses, and the codes.

/// Products for sale: id, cents, tags. The welcome pays for a whole cup.
pub(super) const GOODS: [(&str, i64, &str); 3] =
    [("prod_cup", 1_500, ""), ("prod_pot", 9_000, "new"), ("prod_tray", 2_500, "sale")];
/// Carts: how many of each.
pub(super) const CARTS: [[u64; 3]; 6] = [[1, 0, 0], [0, 1, 0], [2, 1, 0], [0, 2, 0], [0, 1, 3], [1, 4, 2]];
/// Addresses: country and state.
pub(super) const PLACES: [(&str, &str); 3] = [("US", "CA"), ("US", "NY"), ("DE", "BY")];
/// Shipping rates of a shop that ships: id and cents.
pub(super) const RATES: [(&str, i64); 3] = [("shr_standard", 590), ("shr_express", 1_490), ("shr_pickup", 0)];
/// An address of the staff, in the hands of others.
pub(super) const TYPED: &str = "mallory@staff.example";
pub(super) const CODES: [&str; 5] = ["spring", "SUMMER", "AUTUMN", "WINTER", "MAY"];
