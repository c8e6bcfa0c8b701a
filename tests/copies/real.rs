//! A real desk: who could open a copy again, and a copy from before its key was changed.
