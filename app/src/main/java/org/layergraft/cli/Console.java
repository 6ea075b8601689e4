package org.layergraft.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.layergraft.step.StepJson;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.LayergraftException.Fault;
import org.layergraft.text.Problem;
import org.layergraft.text.Texts;

/** Where a command speaks: results on {@code out}, one line per error on {@code err}. The command line speaks English. */
record Console(PrintStream out, PrintStream err, Texts texts) {

    private static final String STANDARD_OUTPUT = "-";

    Console(PrintStream out, PrintStream err) {
        this(out, err, new Texts(Locale.ENGLISH));
    }

    void say(String line) {
        out.println(line);
    }

    void say(Problem problem) {
        out.println(texts.get(problem));
    }

    void fail(String sentence) {
        err.println("layergraft: " + sentence.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** @param target a file, {@code -} for standard output; nothing when absent */
    void write(JsonNode json, Optional<String> target) throws LayergraftException {
        if (target.isEmpty()) {
            return;
        }
        ObjectWriter writer = StepJson.mapper().writer().with(SerializationFeature.INDENT_OUTPUT);
        try {
            String text = writer.writeValueAsString(json);
            if (isOutput(target)) {
                out.println(text);
            } else {
                write(text + "\n", Path.of(target.get()));
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    void write(String text, Path target) throws LayergraftException {
        write(text.getBytes(StandardCharsets.UTF_8), target);
    }

    void write(byte[] content, Path target) throws LayergraftException {
        OutFile.check(target);
        try {
            Files.write(target, content);
        } catch (IOException failed) {
            throw new LayergraftException(
                    Fault.INPUT, Problem.of("cli", "write.failed", target, reason(failed)), failed);
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case AccessDeniedException _ -> "you may not write there";
            default -> String.valueOf(failed.getMessage());
        };
    }

    /** Then nothing else may be printed there. */
    static boolean isOutput(Optional<String> target) {
        return target.filter(STANDARD_OUTPUT::equals).isPresent();
    }
}
