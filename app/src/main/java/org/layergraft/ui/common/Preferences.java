package org.layergraft.ui.common;

import java.util.List;

/**
 * What somebody likes, whatever is open.
 *
 * @param followSystem light or dark is the system's choice
 * @param textPercent how large everything is that holds text, one of {@link #SIZES}
 * @param device where runs begin, as {@link org.layergraft.experiment.RunSettings#device()}
 */
public record Preferences(boolean followSystem, int textPercent, String device) {

    public static final List<Integer> SIZES = List.of(80, 90, 100, 110, 125, 150, 175, 200);

    private static final int USUAL_SIZE = 100;

    /** On the first day. */
    public static final Preferences FIRST = new Preferences(true, USUAL_SIZE, "auto");

    /** Of somebody whose settings were kept before there were any of these: light or dark was chosen then. */
    static final Preferences EARLIER = new Preferences(false, USUAL_SIZE, "auto");

    public Preferences {
        textPercent = SIZES.contains(textPercent) ? textPercent : USUAL_SIZE;
        device = device == null || device.isEmpty() ? "auto" : device;
    }

    public Preferences following(boolean system) {
        return new Preferences(system, textPercent, device);
    }

    public Preferences sized(int percent) {
        return new Preferences(followSystem, percent, device);
    }

    /** The next larger or smaller size, where there is one. */
    public Preferences resized(int steps) {
        return sized(SIZES.get(Math.clamp(SIZES.indexOf(textPercent) + steps, 0, SIZES.size() - 1)));
    }

    public Preferences usualSize() {
        return sized(USUAL_SIZE);
    }

    public Preferences on(String newDevice) {
        return new Preferences(followSystem, textPercent, newDevice);
    }
}
