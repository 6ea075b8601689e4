package org.layergraft.ui.common;

import java.util.List;
import java.util.OptionalLong;

/**
 * What somebody likes, whatever is open.
 *
 * @param followSystem light or dark is the system's choice
 * @param textPercent how large everything is that holds text, one of {@link #SIZES}
 * @param device where runs begin, as {@link org.layergraft.experiment.RunSettings#device()}
 * @param memoryGib what all child processes may need together, in GiB; 0 for as much as there is
 * @param python what runs exported scripts, a name or a path
 * @param library whose words switches are written in, as {@link org.layergraft.config.Snippet.Library#id()}
 * @param fonts what everything is written in
 */
public record Preferences(
        boolean followSystem,
        int textPercent,
        String device,
        int memoryGib,
        String python,
        String library,
        Fonts fonts) {

    public static final List<Integer> SIZES = List.of(80, 90, 100, 110, 125, 150, 175, 200);

    /** What can be chosen of {@link #memoryGib}. */
    public static final List<Integer> MEMORY = List.of(0, 1, 2, 4, 8, 16, 32, 64, 128, 256);

    private static final int USUAL_SIZE = 100;
    private static final String USUAL_PYTHON = "python3";

    /** On the first day. */
    public static final Preferences FIRST = new Preferences(true, USUAL_SIZE, "auto", 0, USUAL_PYTHON, "", Fonts.USUAL);

    /** Of somebody whose settings were kept before there were any of these: light or dark was chosen then. */
    static final Preferences EARLIER = FIRST.following(false);

    public Preferences {
        textPercent = SIZES.contains(textPercent) ? textPercent : USUAL_SIZE;
        device = device == null || device.isEmpty() ? "auto" : device;
        memoryGib = MEMORY.contains(memoryGib) ? memoryGib : 0;
        python = python == null || python.isBlank() ? USUAL_PYTHON : python.strip();
        library = library == null ? "" : library;
        fonts = fonts == null ? Fonts.USUAL : fonts;
    }

    public Preferences following(boolean system) {
        return new Preferences(system, textPercent, device, memoryGib, python, library, fonts);
    }

    public Preferences sized(int percent) {
        return new Preferences(followSystem, percent, device, memoryGib, python, library, fonts);
    }

    /** The next larger or smaller size, where there is one. */
    public Preferences resized(int steps) {
        return sized(SIZES.get(Math.clamp(SIZES.indexOf(textPercent) + steps, 0, SIZES.size() - 1)));
    }

    public Preferences usualSize() {
        return sized(USUAL_SIZE);
    }

    public Preferences on(String newDevice) {
        return new Preferences(followSystem, textPercent, newDevice, memoryGib, python, library, fonts);
    }

    /** @param gib one of {@link #MEMORY} */
    public Preferences within(int gib) {
        return new Preferences(followSystem, textPercent, device, gib, python, library, fonts);
    }

    /** In bytes, empty for as much as there is. */
    public OptionalLong memory() {
        return memoryGib == 0 ? OptionalLong.empty() : OptionalLong.of((long) memoryGib << 30);
    }

    public Preferences with(String newPython) {
        return new Preferences(followSystem, textPercent, device, memoryGib, newPython, library, fonts);
    }

    public Preferences writingFor(String newLibrary) {
        return new Preferences(followSystem, textPercent, device, memoryGib, python, newLibrary, fonts);
    }

    public Preferences in(Fonts newFonts) {
        return new Preferences(followSystem, textPercent, device, memoryGib, python, library, newFonts);
    }
}
