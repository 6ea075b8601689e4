package org.layergraft.ui.common;

import java.util.Locale;

/** Large numbers, short. */
public final class Amounts {

    private Amounts() {}

    /** {@code 812}, {@code 12.3 k}, {@code 4.7 M}. */
    public static String count(long number) {
        return scaled(number, 1000, "", " k", " M", " G", " T");
    }

    /** {@code 812 B}, {@code 12.3 KiB}, {@code 4.7 MiB}. */
    public static String bytes(long number) {
        return scaled(number, 1024, " B", " KiB", " MiB", " GiB", " TiB");
    }

    /** Floating-point operations. */
    public static String flops(long number) {
        return scaled(number, 1000, " FLOP", " kFLOP", " MFLOP", " GFLOP", " TFLOP");
    }

    /** {@code 0.8 µs}, {@code 12 µs}, {@code 4.7 ms}, {@code 1.2 s}. */
    public static String milliseconds(double number) {
        double scaled = number < 1 ? number * 1000 : number < 1000 ? number : number / 1000;
        String unit = number < 1 ? " µs" : number < 1000 ? " ms" : " s";
        return String.format(Locale.ROOT, scaled < 10 ? "%.1f" : "%.0f", scaled) + unit;
    }

    /** A number that is not negative, in six letters: {@code 0.192}, {@code 0.0091}, {@code 4.2e-5}. */
    public static String real(double number) {
        if (number == 0 || Double.isNaN(number) || Double.isInfinite(number)) {
            return number == 0 ? "0" : Double.isNaN(number) ? "NaN" : "∞";
        }
        if (number < 1e-3 || number >= 1e5) {
            return String.format(Locale.ROOT, "%.1e", number)
                    .replaceFirst("e([+-])0?", "e$1")
                    .replace("e+", "e");
        }
        int decimals = number < 0.1 ? 4 : Math.max(0, 3 - (int) Math.floor(Math.log10(Math.max(1, number * 10))));
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    private static String scaled(long number, double step, String... units) {
        double shown = number;
        int unit = 0;
        while (shown >= step && unit < units.length - 1) {
            shown /= step;
            unit++;
        }
        return (unit == 0 ? String.valueOf(number) : String.format(Locale.ROOT, "%.1f", shown)) + units[unit];
    }
}
