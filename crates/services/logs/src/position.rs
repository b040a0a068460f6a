//! Where an event stands among its group's, and the number that names it.

use std::fmt;

/// The place of an event in the order of reading: by time, then as it came in.
///
/// Sequence numbers are the group's and given to chunks in the order of their arrival, so the same order holds within a
/// stream and across streams. A position is also a boundary: before the event that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Milliseconds since 1970; the API lets no negative ones in.
    pub timestamp: i64,
    pub sequence: u64,
    /// Among the events of the chunk.
    pub index: u32,
}

impl Position {
    /// Before every event of this time or later.
    pub fn at(timestamp: i64) -> Self {
        Self { timestamp, sequence: 0, index: 0 }
    }

    /// The boundary behind the event here.
    pub fn after(self) -> Self {
        Self { index: self.index.saturating_add(1), ..self }
    }
}

/// Names an event for good: 56 decimal digits in our century, as AWS's do. Larger is later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventId {
    pub position: Position,
    /// The stream's uid as a number.
    pub stream: u64,
}

const DIGITS: usize = 56;
const DIGITS_PER_STEP: usize = 9;
const STEP: u64 = 1_000_000_000;

impl EventId {
    /// Time (48 bits), sequence (48), stream (64) and index (32), the highest first.
    fn limbs(self) -> [u32; 6] {
        let Position { timestamp, sequence, index } = self.position;
        let low = |value: u64| (value & 0xffff_ffff) as u32;
        let time = timestamp.unsigned_abs();
        [
            low(time >> 16),
            low(time << 16 | sequence >> 32 & 0xffff),
            low(sequence),
            low(self.stream >> 32),
            low(self.stream),
            index,
        ]
    }

    /// The id that is spelt so, if any is.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() < DIGITS || text.len() > 58 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let mut limbs = [0u32; 6];
        for digit in text.bytes() {
            let mut carry = u64::from(digit - b'0');
            for limb in limbs.iter_mut().rev() {
                let value = u64::from(*limb) * 10 + carry;
                *limb = (value & 0xffff_ffff) as u32;
                carry = value >> 32;
            }
            if carry > 0 {
                return None;
            }
        }
        let [a, b, c, d, e, index] = limbs;
        let wide = u64::from;
        let position = Position {
            timestamp: (wide(a) << 16 | wide(b) >> 16) as i64,
            sequence: (wide(b) & 0xffff) << 32 | wide(c),
            index,
        };
        Some(Self { position, stream: wide(d) << 32 | wide(e) })
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut limbs = self.limbs();
        // 192 bits are at most 58 digits: seven steps of nine.
        let mut digits = [b'0'; 7 * DIGITS_PER_STEP];
        for step in digits.chunks_exact_mut(DIGITS_PER_STEP).rev() {
            let mut rest = 0u64;
            for limb in &mut limbs {
                let value = rest << 32 | u64::from(*limb);
                *limb = (value / STEP) as u32;
                rest = value % STEP;
            }
            for digit in step.iter_mut().rev() {
                *digit = b'0' + (rest % 10) as u8;
                rest /= 10;
            }
        }
        let leading = digits.iter().take_while(|digit| **digit == b'0').count().min(digits.len() - DIGITS);
        let text = std::str::from_utf8(&digits[leading..]).map_err(|_| fmt::Error)?;
        f.write_str(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(timestamp: i64, sequence: u64, index: u32, stream: u64) -> EventId {
        EventId { position: Position { timestamp, sequence, index }, stream }
    }

    #[test]
    fn ids_look_like_awss() {
        let text = id(1_763_892_000_000, 7, 3, 0x0123_4567_89ab_cdef).to_string();
        assert_eq!(text.len(), 56);
        assert!(text.starts_with("39"), "{text}");
        assert_eq!(id(0, 0, 0, 0).to_string(), "0".repeat(56));
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in ["", "1", &"x".repeat(56), &"9".repeat(58), &"9".repeat(59)] {
            assert_eq!(EventId::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_id_says_what_it_was_made_of(
            timestamp in 0..1i64 << 48, sequence in 0..1u64 << 48, index: u32, stream: u64
        ) {
            let id = id(timestamp, sequence, index, stream);
            prop_assert_eq!(EventId::parse(&id.to_string()), Some(id));
        }

        #[test]
        fn ids_are_ordered_as_events_are(
            a in (1_000_000_000_000..3_000_000_000_000i64, 0..9u64, 0..9u32),
            b in (1_000_000_000_000..3_000_000_000_000i64, 0..9u64, 0..9u32),
        ) {
            let (x, y) = (id(a.0, a.1, a.2, 5), id(b.0, b.1, b.2, 5));
            prop_assert_eq!(x.position.cmp(&y.position), x.to_string().cmp(&y.to_string()));
        }
    }
}
