/** What people read and keep: sentences in English and Chinese, problems that carry a key into them, files that are written whole. */
package org.layergraft.text;
