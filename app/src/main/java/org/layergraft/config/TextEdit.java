package org.layergraft.config;

/** Replaces the chars from start to end of a file's text. */
record TextEdit(ConfigFile file, int start, int end, String text) {

    byte[] applied() {
        String old = file.text();
        return file.source().encode(old.substring(0, start) + text + old.substring(end));
    }

    /** Whether the file's encoding can hold it. */
    boolean fits() {
        return file.source().holds(text);
    }
}
