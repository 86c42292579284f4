//! Computes with amounts of resources, exactly.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter::Sum;
use std::str::FromStr;

use super::fault::Fault;
use super::quantity_text::parse_quantity;

/// Says which family of suffixes an amount was written with; the canonical spelling keeps to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuantityFormat {
    /// Powers of 1000: `n u m k M G T P E`, or no suffix.
    DecimalSi,
    /// A power of ten: `1e3`.
    DecimalExponent,
    /// Powers of 1024: `Ki Mi Gi Ti Pi Ei`.
    BinarySi,
}

/// Holds an amount of a resource as Kubernetes' `resource.Quantity` does: `500m`, `1.5Gi`, `2e3`.
///
/// The value is a whole number times a power of ten, so comparing, adding and rounding are exact; there is no
/// floating point. Equality and order look at the value only: `1` equals `1000m`. `Display` writes the canonical
/// spelling.
///
/// As on the server, nothing is finer than a nano (finer values are rounded away from zero while parsing), and
/// an amount with a binary suffix is capped at 2^63 - 1. Amounts of more than 37 significant digits, which no
/// cluster has, are rounded away from zero.
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::{Quantity, parse_quantity};
///
/// # fn main() -> Result<(), pod_dsl::grammar::Fault> {
/// let request: Quantity = "1.5Gi".parse()?;
/// assert_eq!(request.value(), 1_610_612_736);
/// assert_eq!(request.to_string(), "1536Mi");
/// assert!(request <= parse_quantity("2G")?);
///
/// let cpu: Quantity = [parse_quantity("250m")?, parse_quantity("1.75")?].into_iter().sum();
/// assert_eq!(cpu.to_string(), "2");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// Never divisible by ten, so that a value has one representation; zero is zero times one.
    mantissa: i128,
    scale: i32,
    format: QuantityFormat,
}

/// Enough digits for any amount, and few enough that two such mantissas can be added in an `i128`.
const PRECISION: i64 = 37;

impl Quantity {
    /// Holds no amount at all.
    pub const ZERO: Quantity = Quantity { mantissa: 0, scale: 0, format: QuantityFormat::DecimalSi };

    /// Makes `mantissa` times ten to the power of `scale`.
    ///
    /// # Examples
    ///
    /// ```
    /// use pod_dsl::grammar::{Quantity, QuantityFormat};
    ///
    /// assert_eq!(Quantity::new(1500, -3, QuantityFormat::DecimalSi).to_string(), "1500m");
    /// ```
    pub const fn new(mantissa: i64, scale: i32, format: QuantityFormat) -> Quantity {
        Quantity::normal(mantissa as i128, scale as i64, format)
    }

    /// Moves the tens of the mantissa into the scale. A scale out of range, ten to the power of two thousand
    /// million, stays at the end of the range.
    pub(super) const fn normal(mut mantissa: i128, mut scale: i64, format: QuantityFormat) -> Quantity {
        if mantissa == 0 {
            return Quantity { mantissa, scale: 0, format };
        }
        while mantissa % 10 == 0 {
            mantissa /= 10;
            scale += 1;
        }
        let scale = if scale > i32::MAX as i64 {
            i32::MAX
        } else if scale < i32::MIN as i64 {
            i32::MIN
        } else {
            #[allow(clippy::cast_possible_truncation)] // Both ends of the range are excluded just above.
            {
                scale as i32
            }
        };
        Quantity { mantissa, scale, format }
    }

    /// Returns the family of suffixes it was written with.
    pub const fn format(self) -> QuantityFormat {
        self.format
    }

    /// Tells whether it is zero.
    pub const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Returns -1, 0 or 1.
    pub const fn signum(self) -> i32 {
        if self.mantissa < 0 { -1 } else { (self.mantissa > 0) as i32 }
    }

    /// Tells whether it is a whole number, as amounts of devices and other extended resources must be.
    pub const fn is_integer(self) -> bool {
        self.scale >= 0
    }

    /// Compares two values; [`Ord`] does the same at run time.
    pub const fn compare(self, other: Quantity) -> Ordering {
        let (sign, other_sign) = (self.signum(), other.signum());
        if sign != other_sign {
            return if sign < other_sign { Ordering::Less } else { Ordering::Greater };
        }
        let larger = self.compare_magnitude(other);
        if sign < 0 { larger.reverse() } else { larger }
    }

    /// Compares without the signs; neither is zero unless both are.
    const fn compare_magnitude(self, other: Quantity) -> Ordering {
        let (top, other_top) = (self.top(), other.top());
        if top != other_top {
            return if top < other_top { Ordering::Less } else { Ordering::Greater };
        }
        // Both begin at the same power of ten, so their scales differ by at most the 39 digits of an i128.
        if self.scale < other.scale {
            return other.compare_magnitude(self).reverse();
        }
        match times_ten(self.mantissa.unsigned_abs(), self.scale as i64 - other.scale as i64) {
            None => Ordering::Greater,
            Some(aligned) => {
                let other = other.mantissa.unsigned_abs();
                if aligned < other {
                    Ordering::Less
                } else if aligned > other {
                    Ordering::Greater
                } else {
                    Ordering::Equal
                }
            }
        }
    }

    /// Returns the power of ten that is just above the value.
    const fn top(self) -> i64 {
        match self.mantissa.unsigned_abs().checked_ilog10() {
            None => i64::MIN,
            Some(digits) => digits as i64 + 1 + self.scale as i64,
        }
    }

    /// Adds exactly, or returns nothing where more digits are needed than fit.
    ///
    /// The sum is written as the first is, or as the second if the first is zero.
    pub const fn checked_add(self, other: Quantity) -> Option<Quantity> {
        if self.is_zero() {
            return Some(other);
        }
        if other.is_zero() {
            return Some(self);
        }
        let scale = if self.scale < other.scale { self.scale } else { other.scale };
        let (Some(a), Some(b)) = (self.mantissa_at(scale), other.mantissa_at(scale)) else { return None };
        match a.checked_add(b) {
            None => None,
            Some(sum) => Some(Quantity::normal(sum, scale as i64, self.format)),
        }
    }

    /// Adds, and where the exact sum does not fit rounds it away from zero to some 37 digits.
    ///
    /// The API server never caps a sum, and neither does this.
    #[must_use]
    pub const fn saturating_add(self, other: Quantity) -> Quantity {
        if let Some(sum) = self.checked_add(other) {
            return sum;
        }
        let top = if self.top() > other.top() { self.top() } else { other.top() };
        let (a, b) = (self.rounded_up(top - PRECISION), other.rounded_up(top - PRECISION));
        match a.checked_add(b) {
            Some(sum) => sum,
            // Unreachable: two numbers of 37 digits and one scale have a sum of at most 38, which fit.
            None => a,
        }
    }

    /// Returns the value with the other sign.
    #[must_use]
    pub const fn negated(self) -> Quantity {
        // An i128 has one negative number more than positive ones; at that end the answer is one too small.
        Quantity { mantissa: self.mantissa.saturating_neg(), ..self }
    }

    const fn mantissa_at(self, scale: i32) -> Option<i128> {
        match times_ten(self.mantissa.unsigned_abs(), self.scale as i64 - scale as i64) {
            Some(magnitude) if magnitude <= i128::MAX.unsigned_abs() => {
                let magnitude = magnitude.cast_signed();
                Some(if self.mantissa < 0 { -magnitude } else { magnitude })
            }
            _ => None,
        }
    }

    /// Rounds away from zero to a multiple of ten to the power of `scale`.
    pub(super) const fn rounded_up(self, scale: i64) -> Quantity {
        let surplus = scale - self.scale as i64;
        if surplus <= 0 || self.is_zero() {
            return self;
        }
        let magnitude = match times_ten(1, surplus) {
            None => 1,
            Some(unit) => self.mantissa.unsigned_abs().div_ceil(unit),
        };
        let magnitude = magnitude.cast_signed();
        Quantity::normal(if self.mantissa < 0 { -magnitude } else { magnitude }, scale, self.format)
    }

    /// Rounds away from zero to thousandths, as the API server does with limits and requests.
    ///
    /// # Examples
    ///
    /// ```
    /// use pod_dsl::grammar::parse_quantity;
    ///
    /// assert_eq!(parse_quantity("100u")?.rounded_up_to_milli().to_string(), "1m");
    /// # Ok::<(), pod_dsl::grammar::Fault>(())
    /// ```
    #[must_use]
    pub const fn rounded_up_to_milli(self) -> Quantity {
        self.rounded_up(-3)
    }

    /// Returns the whole number, rounded away from zero, at most what an `i64` holds.
    pub const fn value(self) -> i64 {
        self.scaled_value(0)
    }

    /// Returns the number of thousandths, rounded away from zero, at most what an `i64` holds.
    ///
    /// # Examples
    ///
    /// ```
    /// use pod_dsl::grammar::parse_quantity;
    ///
    /// assert_eq!(parse_quantity("0.1")?.milli_value(), 100);
    /// # Ok::<(), pod_dsl::grammar::Fault>(())
    /// ```
    pub const fn milli_value(self) -> i64 {
        self.scaled_value(-3)
    }

    const fn scaled_value(self, scale: i32) -> i64 {
        let wide = self.rounded_up(scale as i64).mantissa_at(scale);
        match wide {
            #[allow(clippy::cast_possible_truncation)] // The guard says that it fits.
            Some(value) if value >= i64::MIN as i128 && value <= i64::MAX as i128 => value as i64,
            _ if self.mantissa < 0 => i64::MIN,
            _ => i64::MAX,
        }
    }

    /// Returns the whole number if it is one of those that the binary suffixes are written for.
    fn binary_magnitude(self) -> Option<u128> {
        if self.format != QuantityFormat::BinarySi || !self.is_integer() {
            return None;
        }
        self.mantissa_at(0).map(i128::unsigned_abs).filter(|magnitude| *magnitude >= 1024)
    }
}

/// Multiplies by ten to the power of `power`, if the product fits; a negative power is the caller's mistake and
/// does not fit either.
const fn times_ten(magnitude: u128, power: i64) -> Option<u128> {
    if power < 0 || power > 38 {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 38.
    match 10_u128.checked_pow(power as u32) {
        None => None,
        Some(unit) => magnitude.checked_mul(unit),
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Quantity) -> bool {
        (self.mantissa, self.scale) == (other.mantissa, other.scale)
    }
}

impl Eq for Quantity {}

impl Hash for Quantity {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.mantissa, self.scale).hash(state);
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Quantity) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Quantity) -> Ordering {
        self.compare(*other)
    }
}

/// Adds with [`Quantity::saturating_add`].
impl Sum for Quantity {
    fn sum<I: Iterator<Item = Quantity>>(amounts: I) -> Quantity {
        amounts.fold(Quantity::ZERO, Quantity::saturating_add)
    }
}

impl FromStr for Quantity {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Quantity, Fault> {
        parse_quantity(text)
    }
}

/// Writes the canonical spelling: no fraction, and the largest suffix that loses nothing.
///
/// A binary amount below 1024 or with a fraction is written with decimal suffixes, as Kubernetes does. What is
/// too large for `E` is written with an exponent, and what is too large for `Ei` with more digits; releases of
/// Kubernetes have dropped the suffix there, which makes another amount of it.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        if let Some(mut magnitude) = self.binary_magnitude() {
            let mut suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].into_iter().peekable();
            let mut suffix = suffixes.next();
            while magnitude % 1024 == 0 && suffixes.peek().is_some() {
                magnitude /= 1024;
                suffix = suffixes.next();
            }
            return f.pad(&format!("{sign}{magnitude}{}", suffix.unwrap_or_default()));
        }
        // The exponent goes down to a multiple of three, which costs at most two more zeros.
        let exponent = self.scale.div_euclid(3).saturating_mul(3);
        let zeros = match self.scale.rem_euclid(3) {
            0 => "",
            1 => "0",
            _ => "00",
        };
        let suffix = match (self.format, exponent) {
            (_, 0) => String::new(),
            (QuantityFormat::DecimalSi | QuantityFormat::BinarySi, -9..=18) => {
                ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
                    .get(usize::try_from(exponent / 3 + 3).unwrap_or_default())
                    .copied()
                    .unwrap_or_default()
                    .to_owned()
            }
            _ => format!("e{exponent}"),
        };
        f.pad(&format!("{sign}{}{zeros}{suffix}", self.mantissa.unsigned_abs()))
    }
}
