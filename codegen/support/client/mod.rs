//! What a client is around its operations: building, calling, waiting, trying again, and errors.
