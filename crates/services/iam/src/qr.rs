//! A text as a QR code, drawn as a PNG: black modules on white, each of them a few dots wide.

use std::io::{self, Write as _};

use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};
use qrcodegen::{QrCode, QrCodeEcc};

const DOTS: i32 = 5;
/// Around the code, in modules, as its standard wants it.
const MARGIN: i32 = 4;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Undrawn {
    #[error("draw a QR code of {0} bytes")]
    TooLong(usize),
    #[error("compress a picture")]
    Compress(#[from] io::Error),
}

pub(crate) fn png(text: &str) -> Result<Vec<u8>, Undrawn> {
    let code = QrCode::encode_text(text, QrCodeEcc::Low).map_err(|_| Undrawn::TooLong(text.len()))?;
    let width = (code.size() + 2 * MARGIN) * DOTS;
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::default());
    for y in 0..width {
        // Each row begins with the number of its filter: none.
        let mut row = vec![0];
        for first in (0..width).step_by(8) {
            let bits = (first..first + 8).map(|x| {
                let is_dark = code.get_module(x / DOTS - MARGIN, y / DOTS - MARGIN);
                u8::from(!is_dark)
            });
            row.push(bits.fold(0, |byte, bit| byte << 1 | bit));
        }
        rows.write_all(&row)?;
    }
    let side = width.to_be_bytes();
    // One bit a dot, shades of grey.
    let header = [&side[..], &side, &[1, 0, 0, 0, 0]].concat();
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut file, *b"IHDR", &header);
    chunk(&mut file, *b"IDAT", &rows.finish()?);
    chunk(&mut file, *b"IEND", &[]);
    Ok(file)
}

fn chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let mut sum = Crc::new();
    sum.update(&kind);
    sum.update(data);
    // Pictures of a text are far smaller than the format's limit.
    file.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    file.extend(kind);
    file.extend(data);
    file.extend(sum.sum().to_be_bytes());
}
