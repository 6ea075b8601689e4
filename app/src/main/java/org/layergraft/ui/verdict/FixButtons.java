package org.layergraft.ui.verdict;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.BooleanExpression;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.layergraft.diagnosis.Verdict;
import org.layergraft.ui.common.Words;

/**
 * What can be pressed about fixes.
 *
 * @param running while something runs none of them can be applied
 * @param predicted nothing was run
 * @param stale what was measured was of before the last change
 */
record FixButtons(Words words, BooleanExpression running, boolean predicted, boolean stale) {

    private static final double TIP_WIDTH = 420;

    Button fix(Remedy remedy, Consumer<Remedy> apply) {
        String text = words.get(remedy.fix().text());
        var button = new Button(
                remedy.shows() || predicted
                        ? text
                        : words.get(remedy.key(), remedy.parameters().size()));
        // A parameter's name has underscores, which are no mnemonics.
        button.setMnemonicParsing(false);
        button.getStyleClass().addAll("small", remedy.shows() ? "flat" : "fix");
        if (remedy.shows()) {
            button.getStyleClass().add("show");
        }
        String about = words.get("verdict.fix.tip", text, words.get(remedy.fix().cost()));
        button.setTooltip(tip(stale ? words.get("verdict.stale", about) : about));
        remedy.fix().measured().filter(_ -> !stale).ifPresent(m -> {
            button.getStyleClass().add("verified");
            button.setText(words.get(
                    "verdict.fix.verified",
                    button.getText(),
                    String.format(Locale.ROOT, "%.1f", m.stepMs()),
                    m.peakBytes() >> 20));
        });
        button.setId("fix-" + remedy.fix().id());
        button.disableProperty().bind(running);
        button.setOnAction(_ -> apply.accept(remedy));
        return button;
    }

    /** One for all fixes of switches: which of them is chosen on the card. */
    Button elsewhere(Remedy first, Consumer<Remedy> show) {
        var button = new Button(words.get("verdict.elsewhere"));
        button.setId("write-fix");
        button.getStyleClass().addAll("small", "flat", "show");
        button.setTooltip(tip(words.get("verdict.elsewhere.tip")));
        button.setOnAction(_ -> show.accept(first));
        return button;
    }

    /** The same fixes, to be written into the training config that is open. */
    MenuButton config(List<Remedy> remedies, Consumer<Verdict.Fix> put) {
        var menu = new MenuButton(words.get("verdict.config"));
        menu.setId("put-into-config");
        menu.getStyleClass().add("small");
        menu.setTooltip(tip(words.get("verdict.config.tip")));
        for (Remedy remedy : remedies) {
            var item = new MenuItem(words.get(remedy.fix().text()));
            item.setId("put-" + remedy.fix().id());
            item.setMnemonicParsing(false);
            item.setOnAction(_ -> put.accept(remedy.fix()));
            menu.getItems().add(item);
        }
        return menu;
    }

    private static Tooltip tip(String text) {
        var tip = new Tooltip(text);
        tip.setWrapText(true);
        tip.setMaxWidth(TIP_WIDTH);
        return tip;
    }
}
