package org.layergraft.graft;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Every hyper-parameter of a layer with its value, none missing. Made by {@link LayerSettings}, which has checked types and ranges. */
public record Settings(SequencedMap<String, Hyper> values) {

    public Settings {
        values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
    }

    public long whole(String name) {
        return values.get(name) instanceof Hyper.Whole(long value) ? value : wrong(name);
    }

    public double real(String name) {
        return values.get(name) instanceof Hyper.Real(double value) ? value : wrong(name);
    }

    public boolean flag(String name) {
        return values.get(name) instanceof Hyper.Flag(boolean value) ? value : wrong(name);
    }

    public String word(String name) {
        return values.get(name) instanceof Hyper.Word(String value) ? value : wrong(name);
    }

    public List<Long> wholes(String name) {
        return values.get(name) instanceof Hyper.Wholes(List<Long> list) ? list : wrong(name);
    }

    private <T> T wrong(String name) {
        throw new IllegalStateException(name + " is " + values.get(name));
    }
}
