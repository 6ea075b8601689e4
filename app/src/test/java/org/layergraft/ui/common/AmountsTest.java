package org.layergraft.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers in narrow columns. */
class AmountsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.192345, 0.192",
        "0.0091234, 0.0091",
        "0.0415, 0.0415",
        "0.000042, 4.2e-5",
        "1.5, 1.50",
        "12.345, 12.3",
        "123.45, 123",
        "99999, 99999",
        "123456, 1.2e5",
        "1e30, 1.0e30",
        "NaN, NaN",
        "Infinity, ∞"
    })
    void aRealNumberIsShort(double number, String shown) {
        assertEquals(shown, Amounts.real(number));
    }

    @Test
    void sixLettersAreEnough() {
        for (double number = 1e-9; number < 1e9; number *= 1.37) {
            String shown = Amounts.real(number);
            assertTrue(shown.length() <= 6, shown);
        }
    }
}
