//! json_suite
