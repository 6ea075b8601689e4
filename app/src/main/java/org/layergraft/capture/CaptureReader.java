package org.layergraft.capture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.layergraft.text.LayergraftException;

/** Reads one capture, strictly: what is missing, of another type, too large or points nowhere is refused in a sentence. */
final class CaptureReader {

    static final String AREA = "capture";

    /** The format this program knows. */
    static final int FORMAT = 1;

    /** A detector of a thousand nodes takes 0.2 MB. */
    private static final long LARGEST = 256L << 20;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1 << 12)
                            .maxNumberLength(100)
                            .maxDocumentLength(LARGEST)
                            .build())
                    .build())
            .addModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CaptureReader() {}

    /** @throws LayergraftException INPUT: it cannot be read, is too large, or is no capture that this program knows */
    static Recorded read(Path file) throws LayergraftException {
        Recorded recorded = parse(file);
        if (!"layergraft-capture".equals(recorded.kind())) {
            throw LayergraftException.input(AREA, "not_a_capture", file);
        }
        if (recorded.format() != FORMAT) {
            throw LayergraftException.input(AREA, "format", file, recorded.format(), FORMAT);
        }
        return new RecordedCheck(file, recorded).checked();
    }

    private static Recorded parse(Path file) throws LayergraftException {
        try {
            if (!Files.isRegularFile(file)) {
                throw LayergraftException.input(AREA, "no_file", file);
            }
            if (Files.size(file) > LARGEST) {
                throw LayergraftException.input(AREA, "too_large", file, LARGEST >> 20);
            }
            Recorded recorded = JSON.readValue(Files.readAllBytes(file), Recorded.class);
            if (recorded == null) {
                throw LayergraftException.input(AREA, "not_a_capture", file);
            }
            return recorded;
        } catch (JsonMappingException broken) {
            if (broken.getCause() instanceof JsonProcessingException notJson
                    && !(notJson instanceof JsonMappingException)) {
                throw notJson(file, notJson);
            }
            String place = broken.getPath().stream()
                    .map(r -> r.getFieldName() == null ? String.valueOf(r.getIndex()) : r.getFieldName())
                    .collect(Collectors.joining("."));
            throw LayergraftException.input(AREA, place.isEmpty() ? "not_a_capture" : "broken", file, place);
        } catch (JsonProcessingException notJson) {
            throw notJson(file, notJson);
        } catch (IOException failed) {
            throw LayergraftException.input(AREA, "unreadable", file);
        }
    }

    private static LayergraftException notJson(Path file, JsonProcessingException failed) {
        var at = failed.getLocation();
        return LayergraftException.input(
                AREA, "not_json", file, at == null ? 0 : at.getLineNr(), at == null ? 0 : at.getColumnNr());
    }
}
