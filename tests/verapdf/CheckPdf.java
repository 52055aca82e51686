import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * CheckPdf ua1,2a FILE...: holds each file to each standard with the veraPDF engine.
 *
 * <p>Prints PASS or FAIL, standard and file, and under a FAIL each broken rule with places.
 * The jar that carries the engine has no JAXB, so the standards' rules are read here with DOM.
 */
public final class CheckPdf {
    private static final String PROFILES = "/org/verapdf/pdfa/validation/";
    private static final int PLACES = 3;

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        Logger.getLogger("").setLevel(Level.SEVERE);
        boolean clean = true;
        for (String standard : arguments[0].split(",")) {
            PDFAFlavour flavour = PDFAFlavour.byFlavourId(standard);
            ValidationProfile profile = profile(standard, flavour);
            for (int i = 1; i < arguments.length; i++) {
                clean &= check(new File(arguments[i]), standard, flavour, profile);
            }
        }
        System.exit(clean ? 0 : 1);
    }

    private static boolean check(
            File file, String standard, PDFAFlavour flavour, ValidationProfile profile)
            throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour, flavour)) {
            ValidationResult result = Foundries.defaultInstance()
                    .createValidator(profile, PLACES, false, false, false).validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.printf("%s %s %s (%d checks)%n",
                    verdict, standard, file.getName(), result.getTotalAssertions());
            tell(result, profile);
            return result.isCompliant();
        }
    }

    private static void tell(ValidationResult result, ValidationProfile profile) {
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            RuleId id = failed.getKey();
            Rule rule = profile.getRuleByRuleId(id);
            System.out.printf("    %s-%d, %d times: %s%n", id.getClause(), id.getTestNumber(),
                    failed.getValue(), rule == null ? "" : rule.getDescription());
            for (TestAssertion one : result.getTestAssertions()) {
                if (one.getRuleId().equals(id)) {
                    System.out.println("        at " + one.getLocation().getContext());
                }
            }
        }
    }

    private static ValidationProfile profile(String standard, PDFAFlavour flavour)
            throws Exception {
        String name = standard.startsWith("ua")
                ? "PDFUA-" + standard.substring(2) : "PDFA-" + standard.toUpperCase();
        Document xml;
        try (InputStream in = CheckPdf.class.getResourceAsStream(PROFILES + name + ".xml")) {
            xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : elements(xml, "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element one : elements(xml, "variable")) {
            variables.add(Profiles.variableFromValues(one.getAttribute("name"),
                    one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(flavour,
                Profiles.profileDetailsFromValues(standard, standard, "veraPDF", new Date(0)),
                "", rules, variables);
    }

    private static Rule rule(Element rule) {
        Element id = (Element) rule.getElementsByTagName("id").item(0);
        RuleId ruleId = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        Boolean deferred = rule.hasAttribute("deferred")
                ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(ruleId, rule.getAttribute("object"), deferred,
                rule.getAttribute("tags"), text(rule, "description"), text(rule, "test"),
                Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()),
                new ArrayList<>());
    }

    private static List<Element> elements(Document xml, String name) {
        NodeList nodes = xml.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            found.add((Element) nodes.item(i));
        }
        return found;
    }

    private static String text(Element element, String name) {
        NodeList nodes = element.getElementsByTagName(name);
        return nodes.getLength() == 0 ? "" : nodes.item(0).getTextContent();
    }
}
