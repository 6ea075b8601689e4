package org.layergraft.torchscript;

import java.nio.file.Path;

/** Bytes of one archive entry: still in the file they were read from, or made in memory by an edit. */
public sealed interface Content {

    long length();

    /**
     * One entry of a zip. {@code compressedLength < length} never occurs for {@code stored} entries; deflated ones are inflated while
     * copying.
     *
     * @param crc checksum of the uncompressed bytes, as the zip's directory gives it; nobody compared it with the bytes
     * @param stamp what the file looked like when the offset was found; whoever reads the bytes later compares
     */
    record InFile(Path file, long offset, long compressedLength, long length, boolean stored, int crc, FileStamp stamp)
            implements Content {}

    record InMemory(byte[] bytes) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }
    }
}
