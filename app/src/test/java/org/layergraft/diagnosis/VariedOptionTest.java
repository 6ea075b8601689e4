package org.layergraft.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.layergraft.step.DdpOptions;
import org.layergraft.step.Switches;
import org.layergraft.step.Switches.Checkpoint;
import org.layergraft.text.LayergraftException;
import org.layergraft.text.Texts;

class VariedOptionTest {

    @ParameterizedTest
    @EnumSource
    void itsExampleGivesTwoThatDifferInNothingElse(VariedOption option) throws Exception {
        List<Switches> two = option.axis(option.example()).spread(Switches.DEFAULT);
        assertEquals(2, two.stream().distinct().count());
        List<String> words = two.stream().map(option::word).toList();
        assertEquals(List.of(option.example().split(", ")), words);
        for (VariedOption other : VariedOption.values()) {
            assertTrue(other == option
                    || two.stream().allMatch(s -> other.word(s).equals(other.word(Switches.DEFAULT))));
        }
        assertEquals(option, VariedOption.named(option.id()).orElseThrow());
    }

    @Test
    void whatItWasBeforeMakesNoDifference() throws Exception {
        var turned = Switches.DEFAULT.withOptions(DdpOptions.DEFAULT.withAccumulate(7));
        var axis = List.of(VariedOption.ACCUMULATE.axis("1 2，4、2"));
        assertEquals(
                Matrix.combinations(Switches.DEFAULT, axis).stream().distinct().toList(),
                Matrix.combinations(turned, axis));
        assertEquals(12, Matrix.combinations(turned, axis).size(), "2 is run once");
    }

    @Test
    void theyAreCountedWithoutBeingMade() throws Exception {
        var base = Switches.DEFAULT.withCheckpoint(new Checkpoint(Checkpoint.Mode.REENTRANT, List.of("encoder.0")));
        var axes = List.of(VariedOption.BUCKET_CAP_MB.axis("0.5, 1, 25, 1.0"), VariedOption.BF16.axis("true,false"));
        assertEquals(72, Matrix.count(base, axes));
        assertEquals(72, Matrix.combinations(base, axes).size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BUCKET_CAP_MB | 0 | bucket_cap_mb cannot be 0",
                "BUCKET_CAP_MB | 1, -2 | bucket_cap_mb cannot be -2",
                "BUCKET_CAP_MB | 1, NaN | bucket_cap_mb cannot be NaN",
                "BUCKET_CAP_MB | 1f | bucket_cap_mb cannot be 1f",
                "BUCKET_CAP_MB | 1e999999999 | above 0 and up to 1048576, as in 1, 25.",
                "BUCKET_CAP_MB | '' | bucket_cap_mb needs the values to run it with, as in 1, 25.",
                "BUCKET_CAP_MB | , | bucket_cap_mb needs the values",
                "BUCKET_CAP_MB | 1,,2 | bucket_cap_mb needs the values",
                "ACCUMULATE | 1.5 | accumulate cannot be 1.5",
                "ACCUMULATE | 0 | accumulate cannot be 0",
                "ACCUMULATE | 1001 | a whole number of micro-steps from 1 to 1000, as in 1, 2.",
                "BF16 | maybe | bf16 cannot be maybe: it is false or true.",
            })
    void whatCannotBeRunIsNamedWithWhatCan(VariedOption option, String values, String told) {
        var refused = assertThrows(LayergraftException.class, () -> option.axis(values));
        assertEquals(LayergraftException.Fault.INPUT, refused.fault());
        for (Locale language : Texts.languages()) {
            String sentence = new Texts(language).get(refused.problem());
            assertTrue(sentence.startsWith(option.id() + " "), sentence);
        }
        String english = new Texts(Locale.ENGLISH).get(refused.problem());
        assertTrue(english.contains(told), english);
    }
}
