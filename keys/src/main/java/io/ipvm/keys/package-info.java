/// Who signs and who is believed.
///
/// Start reading at [KeyPair] and [PublicKey]; then `Ed25519`, which says what a key and a
/// signature have to be before one of the signature engines (`SignatureEngine`, chosen by
/// `Engines`) sees them. [KeyFile] keeps a key on disk.
package io.ipvm.keys;
