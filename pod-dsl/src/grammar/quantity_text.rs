//! Reads an amount of a resource as the API server reads it.

use super::class::{Class, DIGIT, part, trim};
use super::fault::Fault;
use super::quantity::{Quantity, QuantityFormat};

const SUFFIX_LETTERS: Class = Class::of("eEinumkKMGTP");
const SIGN: Class = Class::of("+-");
const NANO: i64 = -9;
const NANOS: i128 = 1_000_000_000;
/// The largest amount with a binary suffix.
const BINARY_CAP: i128 = i64::MAX as i128;

/// Reads an amount as Kubernetes' `resource.ParseQuantity` does.
///
/// An amount is an optional sign, digits with an optional point (which may stand at either end), and one of
/// `n u m k M G T P E` (powers of 1000), `Ki Mi Gi Ti Pi Ei` (powers of 1024), an exponent such as `e3` or
/// `E-3`, or nothing. Go's oddities are kept: `-`, `.` and `Ki` without a digit are zero.
///
/// # Errors
///
/// Empty; a character that belongs to no amount; a suffix that is none of these; no digit where Go looks for
/// one (beside `Pi`, `Ei` and exponents below -9).
///
/// # Examples
///
/// ```
/// use pod_dsl::grammar::parse_quantity;
///
/// assert_eq!(parse_quantity("1.5Gi")?, parse_quantity("1536Mi")?);
/// assert!(parse_quantity("1.5GB").is_err());
/// # Ok::<(), pod_dsl::grammar::Fault>(())
/// ```
pub const fn parse_quantity(text: &str) -> Result<Quantity, Fault> {
    read(text.as_bytes())
}

/// Reads an amount as it stands in a manifest: [`parse_quantity`] after dropping blanks around it.
///
/// # Errors
///
/// As [`parse_quantity`].
pub const fn parse_wire_quantity(text: &str) -> Result<Quantity, Fault> {
    read(trim(text.as_bytes()))
}

/// Holds the digits in front of and behind the point, as written.
struct Digits<'a> {
    whole: &'a [u8],
    fraction: &'a [u8],
}

const fn read(bytes: &[u8]) -> Result<Quantity, Fault> {
    if bytes.is_empty() {
        return Err(Fault::new(
            "the amount is empty: write a number with an optional suffix, such as 500m or 1Gi",
        ));
    }
    let start = SIGN.has(bytes[0]) as usize;
    let whole_end = DIGIT.end_of_run(bytes, start);
    let pointed = whole_end < bytes.len() && bytes[whole_end] == b'.';
    let fraction_start = whole_end + pointed as usize;
    let fraction_end = if pointed { DIGIT.end_of_run(bytes, fraction_start) } else { fraction_start };
    let digits =
        Digits { whole: part(bytes, start, whole_end), fraction: part(bytes, fraction_start, fraction_end) };

    let mut end = SUFFIX_LETTERS.end_of_run(bytes, fraction_end);
    if end < bytes.len() && SIGN.has(bytes[end]) {
        end += 1;
    }
    end = DIGIT.end_of_run(bytes, end);
    if end < bytes.len() {
        return Err(Fault::new(
            "not an amount: write a number and one of n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or an exponent such \
             as e3",
        ));
    }

    let magnitude = match suffix(part(bytes, fraction_end, end)) {
        Err(fault) => return Err(fault),
        Ok(Suffix::Binary(power)) => digits.times_two_to(power),
        Ok(Suffix::Decimal(power, format)) => digits.times_ten_to(power, format),
    };
    match magnitude {
        Ok(magnitude) if bytes[0] == b'-' => Ok(magnitude.negated()),
        other => other,
    }
}

enum Suffix {
    /// Holds a power of two.
    Binary(u32),
    /// Holds a power of ten.
    Decimal(i64, QuantityFormat),
}

const fn suffix(bytes: &[u8]) -> Result<Suffix, Fault> {
    use QuantityFormat::DecimalSi;
    Ok(match bytes {
        b"n" => Suffix::Decimal(-9, DecimalSi),
        b"u" => Suffix::Decimal(-6, DecimalSi),
        b"m" => Suffix::Decimal(-3, DecimalSi),
        b"" => Suffix::Decimal(0, DecimalSi),
        b"k" => Suffix::Decimal(3, DecimalSi),
        b"M" => Suffix::Decimal(6, DecimalSi),
        b"G" => Suffix::Decimal(9, DecimalSi),
        b"T" => Suffix::Decimal(12, DecimalSi),
        b"P" => Suffix::Decimal(15, DecimalSi),
        b"E" => Suffix::Decimal(18, DecimalSi),
        b"Ki" => Suffix::Binary(10),
        b"Mi" => Suffix::Binary(20),
        b"Gi" => Suffix::Binary(30),
        b"Ti" => Suffix::Binary(40),
        b"Pi" => Suffix::Binary(50),
        b"Ei" => Suffix::Binary(60),
        [b'e' | b'E', exponent @ ..] if !exponent.is_empty() => match signed(exponent) {
            // Go keeps the lowest 32 bits of the exponent, so e4294967296 is e0.
            #[allow(clippy::cast_possible_truncation)]
            Some(power) => Suffix::Decimal(power as i32 as i64, QuantityFormat::DecimalExponent),
            None => return Err(Fault::new("the exponent is not a number: write e3, E6 or e-3")),
        },
        b"K" => return Err(Fault::new("no suffix 'K': write k for 1000 or Ki for 1024")),
        b"ki" => return Err(Fault::new("no suffix 'ki': write Ki for 1024")),
        _ => {
            return Err(Fault::new(
                "unknown suffix: use n u m k M G T P E, Ki Mi Gi Ti Pi Ei, or an exponent such as e3",
            ));
        }
    })
}

/// Reads a whole number with an optional sign, if it fits.
const fn signed(bytes: &[u8]) -> Option<i64> {
    let (negative, digits) = match bytes {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number: i64 = 0;
    let mut i = 0;
    while i < digits.len() {
        if !DIGIT.has(digits[i]) {
            return None;
        }
        // Counting downwards reaches the one number more that the negative side has.
        let Some(tenfold) = number.checked_mul(10) else { return None };
        let Some(next) = tenfold.checked_sub((digits[i] - b'0') as i64) else { return None };
        number = next;
        i += 1;
    }
    if negative { Some(number) } else { number.checked_neg() }
}

impl Digits<'_> {
    /// Refuses what Go's decimal library cannot read; its short cut for small numbers takes no digit for zero.
    const fn need_one(&self) -> Result<(), Fault> {
        if self.whole.is_empty() && self.fraction.is_empty() {
            return Err(Fault::new("the amount has no digit"));
        }
        Ok(())
    }

    const fn times_ten_to(&self, power: i64, format: QuantityFormat) -> Result<Quantity, Fault> {
        if power < NANO
            && let Err(fault) = self.need_one()
        {
            return Err(fault);
        }
        let mut number = Significant { mantissa: 0, dropped: 0, inexact: false };
        number.append(self.whole);
        number.append(self.fraction);
        // The length of a text is at most isize::MAX, so it fits.
        #[allow(clippy::cast_possible_wrap)]
        let scale = power + number.dropped as i64 - self.fraction.len() as i64;
        // One more in the last digit stands for all that was dropped: away from zero.
        let exact = Quantity::normal(number.mantissa + number.inexact as i128, scale, format);
        Ok(exact.rounded_up(NANO))
    }

    const fn times_two_to(&self, power: u32) -> Result<Quantity, Fault> {
        // Go's short cut reaches as far as Ti.
        if power > 40
            && let Err(fault) = self.need_one()
        {
            return Err(fault);
        }
        let unit = 1_i128 << power;
        let mut whole: i128 = 0;
        let mut i = 0;
        while i < self.whole.len() && whole <= BINARY_CAP {
            whole = whole * 10 + (self.whole[i] - b'0') as i128;
            i += 1;
        }
        if whole > BINARY_CAP / unit {
            return Ok(Quantity::normal(BINARY_CAP, 0, QuantityFormat::BinarySi));
        }
        // Without a fraction, which is nearly always, nothing is below one.
        if self.fraction.is_empty() {
            return Ok(Quantity::normal(whole * unit, 0, QuantityFormat::BinarySi));
        }
        // From the last digit to the first, so that each step divides what the digits behind it amount to.
        let mut nanos: i128 = 0;
        let mut inexact = false;
        let mut i = self.fraction.len();
        while i > 0 {
            i -= 1;
            let tenfold = (self.fraction[i] - b'0') as i128 * unit * NANOS + nanos;
            nanos = tenfold / 10;
            inexact = inexact || tenfold % 10 != 0;
        }
        let total = whole * unit * NANOS + nanos + inexact as i128;
        let total = if total > BINARY_CAP * NANOS { BINARY_CAP * NANOS } else { total };
        // Kubernetes writes less than one with the decimal suffixes from here on.
        let small = 0 < total && total < NANOS;
        let format = if small { QuantityFormat::DecimalSi } else { QuantityFormat::BinarySi };
        Ok(Quantity::normal(total, NANO, format))
    }
}

/// Gathers digits as long as they fit, and remembers what had to be left out.
struct Significant {
    mantissa: i128,
    dropped: usize,
    inexact: bool,
}

impl Significant {
    const fn append(&mut self, digits: &[u8]) {
        let mut i = 0;
        while i < digits.len() {
            let digit = digits[i] - b'0';
            if self.mantissa < i128::MAX / 100 {
                self.mantissa = self.mantissa * 10 + digit as i128;
            } else {
                self.dropped += 1;
                self.inexact = self.inexact || digit != 0;
            }
            i += 1;
        }
    }
}
