//! What a server is around its operations: routing, what a request must bring, problem documents, and sockets.
