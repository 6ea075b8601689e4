package org.layergraft.torchscript;

import java.nio.file.Path;

/** Bytes of one archive entry: still in the file they were read from, or made in memory by an edit. */
public sealed interface Content {

    long length();

    /**
     * Uncompressed bytes inside a file. {@code compressedLength < length} never occurs for {@code stored} entries; deflated ones
     * are inflated while copying.
     *
     * @param stamp what the file looked like when the offset was found; whoever reads the bytes later compares
     */
    record InFile(Path file, long offset, long compressedLength, long length, boolean stored, FileStamp stamp)
            implements Content {

        /** For bytes in a file that nothing else writes to. */
        public InFile(Path file, long offset, long compressedLength, long length, boolean stored) {
            this(file, offset, compressedLength, length, stored, FileStamp.UNCHECKED);
        }
    }

    record InMemory(byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }
    }
}
