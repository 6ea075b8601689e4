/** Sentences for people, in English and Chinese: message bundles, and problems that carry a key into one. */
package org.layergraft.text;
