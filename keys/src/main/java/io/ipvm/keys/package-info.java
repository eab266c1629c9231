/// Who signs and who is believed: start reading at [Did] and [Signer].
package io.ipvm.keys;
