package org.layergraft.torchscript;

/** Carries a reason out of the pickle machine, whose methods cannot throw ours. Never leaves {@link PickleReader}. */
final class Refusal extends RuntimeException {

    private final String key;
    private final transient Object[] arguments;

    /** @param arguments what follows the file and the entry in the sentence */
    Refusal(String key, Object... arguments) {
        super(key);
        this.key = key;
        this.arguments = arguments;
    }

    String key() {
        return key;
    }

    Object[] arguments() {
        return arguments;
    }
}
