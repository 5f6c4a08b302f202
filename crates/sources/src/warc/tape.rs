//! A reader that can go back to where it was marked.

use std::io::{self, BufRead, Read};

/// Remembers what was taken since [`Tape::mark`], up to a limit.
pub(super) struct Tape<R> {
    inner: R,
    kept: Vec<u8>,
    /// Where in `kept` reading is; at its end `inner` goes on.
    at: usize,
    /// Where in `kept` the mark stands; none where nothing was marked or more was taken since than is kept.
    mark: Option<usize>,
    most: usize,
}

impl<R> Tape<R> {
    pub fn new(inner: R, most: usize) -> Self {
        Self { inner, kept: Vec::new(), at: 0, mark: None, most }
    }

    /// Marks the place that [`Tape::rewind`] goes back to.
    pub fn mark(&mut self) {
        // What is spent is dropped only when it is most of it, so that many marks stay cheap.
        if self.at > self.kept.len() / 2 {
            self.kept.drain(..self.at);
            self.at = 0;
        }
        self.mark = Some(self.at);
    }

    /// Goes back to the mark where there is one; else reading stays where it is.
    pub fn rewind(&mut self) {
        self.at = self.mark.unwrap_or(self.at);
    }
}

impl<R: BufRead> BufRead for Tape<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.at < self.kept.len() {
            true => Ok(&self.kept[self.at..]),
            false => self.inner.fill_buf(),
        }
    }

    fn consume(&mut self, taken: usize) {
        if self.at < self.kept.len() {
            self.at += taken;
            return;
        }
        match self.mark.filter(|mark| self.kept.len() - mark + taken <= self.most) {
            Some(_) => {
                // What is consumed was filled in before: this gives it again.
                let bytes = self.inner.fill_buf().unwrap_or_default();
                self.kept.extend_from_slice(&bytes[..taken.min(bytes.len())]);
            }
            None => {
                self.kept.clear();
                self.mark = None;
            }
        }
        self.at = self.kept.len();
        self.inner.consume(taken);
    }
}

impl<R: BufRead> Read for Tape<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let bytes = self.fill_buf()?;
        let taken = bytes.len().min(into.len());
        into[..taken].copy_from_slice(&bytes[..taken]);
        self.consume(taken);
        Ok(taken)
    }
}
