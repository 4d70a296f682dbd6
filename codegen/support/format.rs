//! stub until merged
pub fn scan_base64(bytes: &[u8], mut at: usize) -> usize {
    while bytes
        .get(at)
        .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'+' || *b == b'/')
    {
        at += 1
    }
    at
}
