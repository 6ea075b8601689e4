package org.layergraft.graft;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.layergraft.torchscript.ScriptClass;
import org.layergraft.torchscript.ScriptCode;

/**
 * Where the members of modules are read, written and called, in every method of the given classes. A local name is followed to the
 * attribute it was read from, so that {@code fc = self.fc} and {@code weight = fc.weight} two lines later is known as a read of that
 * Linear's weight. Modules are no first-class values in TorchScript, so nothing else can hold one.
 */
final class MemberUses {

    /** Name of the use {@code layers[i]}: any member may be meant. */
    static final String INDEX = "[]";

    private static final Pattern ASSIGNED = Pattern.compile("(\\w+)\\s*=\\s*");

    /** @param className of the module that holds it */
    record Holder(String className, String attribute) {}

    enum Kind {
        READ,
        WRITE,
        CALL
    }

    /**
     * @param in the class in whose code it stands
     * @param owner class of the object whose member it is
     * @param name of the attribute or method
     * @param receiver the attribute that held the object; empty for {@code self}
     * @param start of the name, in the unit's text; @param end one past its last char
     * @param end of the name
     */
    record Use(ScriptClass in, String owner, String name, Optional<Holder> receiver, int start, int end, Kind kind) {}

    private record Known(String className, Optional<Holder> held) {}

    /** What a chain of members ends in, and where. */
    private record Chain(Optional<Known> value, int end) {}

    private final ScriptCode code;
    private final List<Use> uses = new ArrayList<>();
    private final Map<String, Known> locals = new HashMap<>();
    private ScriptClass in;
    private String text = "";
    private int limit;

    private MemberUses(ScriptCode code, ScriptClass first) {
        this.code = code;
        this.in = first;
    }

    static List<Use> of(ScriptCode code, Map<String, String> units, Iterable<ScriptClass> classes) {
        var all = new ArrayList<Use>();
        for (var type : classes) {
            var reader = new MemberUses(code, type);
            reader.text = units.get(type.unit());
            type.methods().forEach(reader::method);
            all.addAll(reader.uses);
        }
        return all;
    }

    private void method(ScriptClass.Method method) {
        locals.clear();
        locals.put(ClassText.receiver(text, method), new Known(in.name(), Optional.empty()));
        limit = method.span().end();
        int at = method.bodyStart();
        while (at < limit) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'') {
                at = stringEnd(at);
            } else if (Character.isJavaIdentifierStart(c)) {
                at = identifier(at);
            } else if (c == '(' && !Character.isJavaIdentifierPart(text.charAt(at - 1))) {
                at = Math.max(operand(at).end(), at + 1);
            } else {
                at++;
            }
        }
    }

    private int identifier(int at) {
        int lineStart = ClassText.lineStart(text, at);
        var assigned = ASSIGNED.matcher(text).region(at, limit);
        boolean statement = text.substring(lineStart, at).isBlank();
        if (statement && assigned.lookingAt() && text.charAt(assigned.end()) != '=') {
            String name = assigned.group(1);
            int value = assigned.end();
            var chain = operand(value);
            boolean whole = text.substring(chain.end(), ClassText.lineEnd(text, chain.end()))
                    .isBlank();
            if (whole && chain.value().isPresent()) {
                locals.put(name, chain.value().get());
            } else {
                locals.remove(name);
            }
            return Math.max(chain.end(), value);
        }
        return Math.max(operand(at).end(), at + 1);
    }

    /** A name, {@code getattr(x, "0")} or either in brackets, and the members behind it. */
    private Chain operand(int at) {
        int start = blanks(at);
        if (start >= limit) {
            return new Chain(Optional.empty(), start);
        }
        Chain first;
        if (text.charAt(start) == '(') {
            var inside = operand(start + 1);
            int close = blanks(inside.end());
            if (inside.value().isEmpty() || close >= limit || text.charAt(close) != ')') {
                // Whatever it is, the scan goes on inside it.
                return new Chain(Optional.empty(), Math.max(inside.end(), start + 1));
            }
            first = new Chain(inside.value(), close + 1);
        } else if (text.startsWith("getattr(", start)) {
            first = getattr(start + "getattr(".length());
        } else if (Character.isJavaIdentifierStart(text.charAt(start))) {
            int end = wordEnd(start);
            first = new Chain(Optional.ofNullable(locals.get(text.substring(start, end))), end);
        } else {
            return new Chain(Optional.empty(), start);
        }
        return members(first);
    }

    private Chain getattr(int at) {
        var object = operand(at);
        int comma = blanks(object.end());
        if (object.value().isEmpty() || comma >= limit || text.charAt(comma) != ',') {
            return new Chain(Optional.empty(), object.end());
        }
        int quote = blanks(comma + 1);
        int end = quote < limit && text.charAt(quote) == '"' ? stringEnd(quote) : quote;
        int close = blanks(end);
        if (end <= quote + 1 || close >= limit || text.charAt(close) != ')') {
            return new Chain(Optional.empty(), end);
        }
        return new Chain(attribute(object.value().get(), quote + 1, end - 1, Kind.READ), close + 1);
    }

    private Chain members(Chain first) {
        var chain = first;
        if (chain.value().isPresent() && chain.end() < limit && text.charAt(chain.end()) == '[') {
            var known = chain.value().get();
            uses.add(new Use(in, known.className(), INDEX, known.held(), chain.end(), chain.end() + 1, Kind.READ));
        }
        while (chain.end() < limit && text.charAt(chain.end()) == '.') {
            int start = chain.end() + 1;
            int end = wordEnd(start);
            if (chain.value().isEmpty() || end == start) {
                chain = new Chain(Optional.empty(), Math.max(end, start));
                continue;
            }
            if (end < limit && text.charAt(end) == '(') {
                var known = chain.value().get();
                uses.add(new Use(
                        in, known.className(), text.substring(start, end), known.held(), start, end, Kind.CALL));
                return new Chain(Optional.empty(), end);
            }
            var kind = isWritten(end) ? Kind.WRITE : Kind.READ;
            chain = new Chain(attribute(chain.value().get(), start, end, kind), end);
        }
        return chain;
    }

    private boolean isWritten(int end) {
        int next = blanks(end);
        return next + 1 < limit && text.charAt(next) == '=' && text.charAt(next + 1) != '=' && text.charAt(end) == ' ';
    }

    private Optional<Known> attribute(Known object, int start, int end, Kind kind) {
        String name = text.substring(start, end);
        uses.add(new Use(in, object.className(), name, object.held(), start, end, kind));
        return code.find(object.className())
                .flatMap(type -> type.attributes().stream()
                        .filter(a -> a.name().equals(name))
                        .findFirst())
                .flatMap(a -> code.find(a.type()))
                .map(type -> new Known(type.name(), Optional.of(new Holder(object.className(), name))));
    }

    private int blanks(int at) {
        int i = at;
        while (i < limit && Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int wordEnd(int at) {
        int i = at;
        while (i < limit && Character.isJavaIdentifierPart(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int stringEnd(int quote) {
        int i = quote + 1;
        while (i < limit && text.charAt(i) != text.charAt(quote)) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(limit, i + 1);
    }
}
