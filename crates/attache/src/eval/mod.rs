//! The measures: every figure that the documents quote.
