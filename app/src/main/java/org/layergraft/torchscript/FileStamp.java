package org.layergraft.torchscript;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Tells whether a file is still the one whose offsets we noted. A training script that exports again while the model is open
 * would otherwise let us copy other bytes without anybody noticing.
 */
public record FileStamp(long size, FileTime modified) {

    public static FileStamp of(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new FileStamp(attributes.size(), attributes.lastModifiedTime());
    }

    public boolean fits(Path file) throws IOException {
        return equals(of(file));
    }
}
