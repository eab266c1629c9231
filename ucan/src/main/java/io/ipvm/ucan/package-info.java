/// Signed statements: start reading at [Receipt], then [Envelope].
package io.ipvm.ucan;
