//! The bytes of an archive, packed with gzip or not.

use std::io::{self, BufRead, Read};
use std::mem;

use flate2::bufread::GzDecoder;

use super::tape::Tape;
use super::MOST_DAMAGED;

const MAGIC: [u8; 3] = [0x1f, 0x8b, 0x08];
/// Packed bytes of a member that are read again when it is damaged: a damaged member seldom ends where it should.
const KEPT: usize = 1 << 20;

/// What the members of a gzip file hold, one after the other; of another file its bytes. The end of a sound member, which is that of
/// its record, reads as an end once, that of the file ever more. A damaged member is told as an error; reading goes on with the next one.
pub(super) struct Members<R> {
    state: State<Tape<R>>,
    /// A line ends before each member, wherever the one before it broke off.
    line_ends: bool,
    damaged: usize,
}

enum State<T> {
    Unknown(T),
    Plain(T),
    /// A member, and whether anything came out of it.
    Packed(GzDecoder<io::Chain<&'static [u8], T>>, bool),
    /// Behind a sound member.
    Between(T),
    /// Behind a damaged member.
    Lost(T),
    End,
}

impl<R: BufRead> Members<R> {
    pub fn new(input: R) -> Self {
        Self { state: State::Unknown(Tape::new(input, KEPT)), line_ends: false, damaged: 0 }
    }

    /// Opens the next member, wherever it begins; gives how many bytes stand before it.
    fn open(&mut self, mut rest: Tape<R>) -> io::Result<u64> {
        let (skipped, found) = seek(&mut rest)?;
        if found {
            self.line_ends = true;
            rest.mark();
            self.state = State::Packed(GzDecoder::new(MAGIC.as_slice().chain(rest)), false);
        }
        Ok(skipped)
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if let (true, [first, ..]) = (self.line_ends, &mut *into) {
                *first = b'\n';
                self.line_ends = false;
                return Ok(1);
            }
            // Whatever fails without a new state has ended.
            match mem::replace(&mut self.state, State::End) {
                State::End => return Ok(0),
                State::Unknown(mut input) => match input.fill_buf()?.first() {
                    Some(&first) if first == MAGIC[0] => {
                        self.open(input)?;
                    }
                    _ => self.state = State::Plain(input),
                },
                State::Plain(mut input) => {
                    let taken = input.read(into)?;
                    self.state = State::Plain(input);
                    return Ok(taken);
                }
                State::Packed(mut member, any) => match member.read(into) {
                    Ok(0) if !into.is_empty() => {
                        self.state = State::Between(member.into_inner().into_inner().1);
                        if any {
                            return Ok(0);
                        }
                    }
                    Ok(taken) => {
                        self.state = State::Packed(member, true);
                        return Ok(taken);
                    }
                    Err(e) => {
                        let mut rest = member.into_inner().into_inner().1;
                        rest.rewind();
                        self.damaged += 1;
                        if self.damaged <= MOST_DAMAGED {
                            self.state = State::Lost(rest);
                        }
                        return Err(damage(&format!("gzip: {e}")));
                    }
                },
                State::Between(rest) => {
                    if self.open(rest)? > 0 {
                        return Err(damage("no gzip where a record should begin"));
                    }
                }
                State::Lost(rest) => {
                    self.open(rest)?;
                }
            }
        }
    }
}

/// Goes behind the signature of the next member; gives how many bytes stand before it, and whether there is one.
fn seek(input: &mut impl BufRead) -> io::Result<(u64, bool)> {
    let (mut seen, mut gone) = (0, 0);
    loop {
        let bytes = input.fill_buf()?;
        if bytes.is_empty() {
            return Ok((gone, false));
        }
        let mut taken = 0;
        for &byte in bytes {
            taken += 1;
            seen = if byte == MAGIC[seen] { seen + 1 } else { usize::from(byte == MAGIC[0]) };
            if seen == MAGIC.len() {
                break;
            }
        }
        input.consume(taken);
        gone += taken as u64;
        if seen == MAGIC.len() {
            return Ok((gone - MAGIC.len() as u64, true));
        }
    }
}

fn damage(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
