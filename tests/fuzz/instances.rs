//! Texts, arbitrary or hostile, into generated readers.
