/// Tests of the whole; the classes are in src/test.
package io.ipvm.it;
