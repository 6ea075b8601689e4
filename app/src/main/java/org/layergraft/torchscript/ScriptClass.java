package org.layergraft.torchscript;

import java.util.List;
import java.util.Optional;

/**
 * A class as it stands in {@code code/}, with the places an editor needs. All spans count chars in the unit's text.
 *
 * @param name qualified, {@code __torch__.layers.Attention}
 * @param shortName {@code Attention}
 * @param base {@code Module}, {@code NamedTuple}, {@code Enum}, {@code Interface} … or "" for a plain class
 * @param unit {@code __torch__/layers.py}
 * @param span the whole class, from {@code class} to the end of its last line
 * @param parameters the names in {@code __parameters__}
 * @param buffers the names in {@code __buffers__}
 * @param parametersSpan the brackets after {@code __parameters__ =}, both included; empty span where the class has none
 * @param attributesEnd start of the line after the last attribute declaration (where a new one goes)
 */
public record ScriptClass(
        String name,
        String shortName,
        String base,
        String unit,
        Span span,
        List<String> parameters,
        List<String> buffers,
        Span parametersSpan,
        int attributesEnd,
        List<Attribute> attributes,
        List<Method> methods) {

    public ScriptClass {
        parameters = List.copyOf(parameters);
        buffers = List.copyOf(buffers);
        attributes = List.copyOf(attributes);
        methods = List.copyOf(methods);
    }

    /** Chars from {@code start} up to, not including, {@code end}. */
    public record Span(int start, int end) {
        public String in(String text) {
            return text.substring(start, end);
        }
    }

    /**
     * {@code name : type}. TorchScript orders modules, parameters and buffers by these declarations.
     *
     * @param typeSpan the type's text
     */
    public record Attribute(String name, String type, Span typeSpan) {}

    public record Argument(String name, String type) {}

    /**
     * @param arguments without self
     * @param span from {@code def} to the end of its last line
     * @param returnTypeSpan the type after {@code ->}
     * @param bodyStart first char of the first statement's line, indentation included
     * @param returnSpan the value of the {@code return} statement that ends the body, if it ends in one
     */
    public record Method(
            String name,
            List<Argument> arguments,
            String returnType,
            Span span,
            Span returnTypeSpan,
            int bodyStart,
            Optional<Span> returnSpan) {

        public Method {
            arguments = List.copyOf(arguments);
        }
    }

    public Optional<Method> method(String wanted) {
        return methods.stream().filter(m -> m.name().equals(wanted)).findFirst();
    }
}
