package org.layergraft.ui.switches;

import atlantafx.base.controls.ToggleSwitch;
import javafx.fxml.FXML;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Spinner;
import javafx.util.StringConverter;
import org.layergraft.ui.common.Numbers;
import org.layergraft.ui.common.Words;

/** Binds the switches. */
public final class SwitchesController {

    private final SwitchesViewModel model;
    private final Words words;

    @FXML
    private ToggleSwitch findUnused;

    @FXML
    private ToggleSwitch staticGraph;

    @FXML
    private Spinner<Long> ranks;

    @FXML
    private ChoiceBox<String> device;

    @FXML
    private Spinner<Long> steps;

    @FXML
    private Spinner<Long> seed;

    public SwitchesController(SwitchesViewModel model, Words words) {
        this.model = model;
        this.words = words;
    }

    @FXML
    private void initialize() {
        findUnused.selectedProperty().bindBidirectional(model.findUnusedProperty());
        staticGraph.selectedProperty().bindBidirectional(model.staticGraphProperty());
        Numbers.bind(
                ranks,
                1,
                SwitchesViewModel.MOST_RANKS,
                model.ranksProperty(),
                model.ranksProperty()::get,
                n -> model.ranksProperty().set((int) n));
        Numbers.bind(
                steps,
                1,
                10_000,
                model.stepsProperty(),
                model.stepsProperty()::get,
                n -> model.stepsProperty().set((int) n));
        Numbers.bind(
                seed,
                0,
                Long.MAX_VALUE,
                model.seedProperty(),
                model.seedProperty()::get,
                n -> model.seedProperty().set(n));
        device.setItems(model.devices());
        device.setConverter(new StringConverter<>() {
            @Override
            public String toString(String name) {
                return name == null ? "" : name.equals("auto") ? words.get("switches.device.auto") : name;
            }

            @Override
            public String fromString(String shown) {
                throw new UnsupportedOperationException("a choice box only shows");
            }
        });
        device.valueProperty().bindBidirectional(model.deviceProperty());
    }
}
