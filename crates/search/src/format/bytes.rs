//! Numbers, strings and lists as bytes.

use super::DecodeError;

/// Writes a number as an LEB128 varint: seven bits per byte, the least significant first.
pub(super) fn write_varint(out: &mut Vec<u8>, mut number: u64) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes a string behind its length.
pub(super) fn write_str(out: &mut Vec<u8>, text: &str) {
    write_varint(out, text.len() as u64);
    out.extend(text.as_bytes());
}

/// Writes a string without the prefix that it shares with the previous one, behind the length of that prefix.
pub(super) fn write_front_coded(out: &mut Vec<u8>, previous: &str, text: &str) {
    let mut shared = previous.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
    while !text.is_char_boundary(shared) {
        shared -= 1;
    }
    write_varint(out, shared as u64);
    write_str(out, &text[shared..]);
}

/// Writes ascending numbers as differences, the first one from `previous`.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn write_deltas(out: &mut Vec<u8>, mut previous: u32, numbers: &[u32]) {
    for number in numbers {
        write_varint(out, (number - previous).into());
        previous = *number;
    }
}

/// The bytes that are still to be decoded.
pub(super) struct ByteReader<'a>(pub(super) &'a [u8]);

impl<'a> ByteReader<'a> {
    pub(super) fn varint(&mut self) -> Result<u64, DecodeError> {
        let mut number = 0;
        for shift in (0..63).step_by(7) {
            let (byte, rest) = self.0.split_first().ok_or(DecodeError::Corrupt)?;
            self.0 = rest;
            number |= u64::from(byte & 127) << shift;
            if *byte < 128 {
                return Ok(number);
            }
        }
        Err(DecodeError::Corrupt)
    }

    pub(super) fn u32(&mut self) -> Result<u32, DecodeError> {
        u32::try_from(self.varint()?).map_err(|_| DecodeError::Corrupt)
    }

    /// Reads bytes behind their number.
    pub(super) fn slice(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = usize::try_from(self.varint()?).map_err(|_| DecodeError::Corrupt)?;
        self.take(length)
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(DecodeError::Corrupt)?;
        self.0 = rest;
        Ok(bytes)
    }

    pub(super) fn str(&mut self) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(self.slice()?).map_err(|_| DecodeError::Corrupt)
    }

    /// Reads what [`write_front_coded`] wrote.
    pub(super) fn front_coded(&mut self, previous: &str) -> Result<String, DecodeError> {
        let shared = usize::try_from(self.varint()?).map_err(|_| DecodeError::Corrupt)?;
        let shared = previous.get(..shared).ok_or(DecodeError::Corrupt)?;
        Ok([shared, self.str()?].concat())
    }

    /// Reads items behind their number, which cannot exceed the number of bytes: every item has at least one.
    pub(super) fn list<T>(
        &mut self,
        mut read_item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let count = self.u32()? as usize;
        if count > self.0.len() {
            return Err(DecodeError::Corrupt);
        }
        let mut items = Vec::new();
        for _ in 0..count {
            items.push(read_item(self)?);
        }
        Ok(items)
    }

    /// Reads what `write_deltas` wrote, and appends it to `numbers`.
    pub(super) fn deltas(&mut self, mut number: u32, count: u32, numbers: &mut Vec<u32>) -> Result<(), DecodeError> {
        for _ in 0..count {
            number = number.checked_add(self.u32()?).ok_or(DecodeError::Corrupt)?;
            numbers.push(number);
        }
        Ok(())
    }
}
