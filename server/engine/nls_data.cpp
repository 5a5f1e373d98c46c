// Languages and territories: the few the sandbox knows in full, and the names of the others.
#include <algorithm>
#include <iterator>

#include "server/engine/nls.hpp"

namespace oraxx::sandbox::engine {
namespace {

constexpr std::array<std::string_view, 12> english_months{"JANUARY",   "FEBRUARY", "MARCH",    "APRIL",
                                                          "MAY",       "JUNE",     "JULY",     "AUGUST",
                                                          "SEPTEMBER", "OCTOBER",  "NOVEMBER", "DECEMBER"};
constexpr std::array<std::string_view, 12> english_short_months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                                "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> english_days{"MONDAY", "TUESDAY",  "WEDNESDAY", "THURSDAY",
                                                       "FRIDAY", "SATURDAY", "SUNDAY"};
constexpr std::array<std::string_view, 7> english_short_days{"MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"};

constexpr nls_language languages[] = {
    {"AMERICAN", "US", english_months, english_short_months, english_days, english_short_days},
    {"ENGLISH", "GB", english_months, english_short_months, english_days, english_short_days},
    {"GERMAN",
     "D",
     {"JANUAR", "FEBRUAR", "M\xC3\x84RZ", "APRIL", "MAI", "JUNI", "JULI", "AUGUST", "SEPTEMBER", "OKTOBER",
      "NOVEMBER", "DEZEMBER"},
     {"JAN", "FEB", "MRZ", "APR", "MAI", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEZ"},
     {"MONTAG", "DIENSTAG", "MITTWOCH", "DONNERSTAG", "FREITAG", "SAMSTAG", "SONNTAG"},
     {"MO", "DI", "MI", "DO", "FR", "SA", "SO"}},
    {"FRENCH",
     "F",
     {"JANVIER", "F\xC3\x89VRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AO\xC3\x9BT", "SEPTEMBRE", "OCTOBRE",
      "NOVEMBRE",
      "D\xC3\x89"
      "CEMBRE"},
     {"JANV.", "F\xC3\x89VR.", "MARS", "AVR.", "MAI", "JUIN", "JUIL.", "AO\xC3\x9BT", "SEPT.", "OCT.", "NOV.",
      "D\xC3\x89"
      "C."},
     {"LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE"},
     {"LUN.", "MAR.", "MER.", "JEU.", "VEN.", "SAM.", "DIM."}},
    {"SPANISH",
     "E",
     {"ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SEPTIEMBRE", "OCTUBRE", "NOVIEMBRE",
      "DICIEMBRE"},
     {"ENE", "FEB", "MAR", "ABR", "MAY", "JUN", "JUL", "AGO", "SEP", "OCT", "NOV", "DIC"},
     {"LUNES", "MARTES", "MI\xC3\x89RCOLES", "JUEVES", "VIERNES",
      "S\xC3\x81"
      "BADO",
      "DOMINGO"},
     {"LUN", "MAR", "MI\xC3\x89", "JUE", "VIE",
      "S\xC3\x81"
      "B",
      "DOM"}},
    {"ITALIAN",
     "I",
     {"GENNAIO", "FEBBRAIO", "MARZO", "APRILE", "MAGGIO", "GIUGNO", "LUGLIO", "AGOSTO", "SETTEMBRE", "OTTOBRE",
      "NOVEMBRE", "DICEMBRE"},
     {"GEN", "FEB", "MAR", "APR", "MAG", "GIU", "LUG", "AGO", "SET", "OTT", "NOV", "DIC"},
     {"LUNED\xC3\x8C", "MARTED\xC3\x8C", "MERCOLED\xC3\x8C", "GIOVED\xC3\x8C", "VENERD\xC3\x8C", "SABATO",
      "DOMENICA"},
     {"LUN", "MAR", "MER", "GIO", "VEN", "SAB", "DOM"}},
};

constexpr int monday = 1;
constexpr int sunday = 7;

constexpr nls_territory territories[] = {
    {"AMERICA", "$", "$", ".,", "DD-MON-RR", "HH.MI.SSXFF AM", " TZR", sunday},
    {"UNITED KINGDOM", "\xC2\xA3", "\xE2\x82\xAC", ".,", "DD-MON-RR", "HH24.MI.SSXFF", " TZR", monday},
    {"GERMANY", "\xE2\x82\xAC", "\xE2\x82\xAC", ",.", "DD.MM.RR", "HH24:MI:SSXFF", " TZR", monday},
    {"AUSTRIA", "\xE2\x82\xAC", "\xE2\x82\xAC", ",.", "DD.MM.RR", "HH24:MI:SSXFF", " TZR", monday},
    {"SWITZERLAND", "SFr.", "SF", ".'", "DD.MM.RR", "HH24:MI:SSXFF", " TZR", monday},
    {"FRANCE", "\xE2\x82\xAC", "\xE2\x82\xAC", ", ", "DD/MM/RR", "HH24:MI:SSXFF", " TZR", monday},
    {"SPAIN", "\xE2\x82\xAC", "\xE2\x82\xAC", ",.", "DD/MM/RR", "HH24:MI:SSXFF", " TZR", monday},
    {"ITALY", "\xE2\x82\xAC", "\xE2\x82\xAC", ",.", "DD-MON-RR", "HH24:MI:SSXFF", " TZR", monday},
    {"THE NETHERLANDS", "\xE2\x82\xAC", "\xE2\x82\xAC", ",.", "DD-MM-RR", "HH24:MI:SSXFF", " TZR", monday},
    {"BRAZIL", "R$", "Cr$", ",.", "DD/MM/RR", "HH24:MI:SSXFF", " TZR", sunday},
    {"JAPAN", "\xC2\xA5", "\\", ".,", "RR-MM-DD", "HH24:MI:SSXFF", " TZR", sunday},
};

// Sorted.
constexpr std::string_view foreign_languages[] = {"ARABIC",
                                                  "ASSAMESE",
                                                  "AZERBAIJANI",
                                                  "BANGLA",
                                                  "BRAZILIAN PORTUGUESE",
                                                  "BULGARIAN",
                                                  "CANADIAN FRENCH",
                                                  "CATALAN",
                                                  "CROATIAN",
                                                  "CYRILLIC SERBIAN",
                                                  "CYRILLIC UZBEK",
                                                  "CZECH",
                                                  "DANISH",
                                                  "DUTCH",
                                                  "EGYPTIAN",
                                                  "ESTONIAN",
                                                  "FINNISH",
                                                  "GERMAN DIN",
                                                  "GREEK",
                                                  "GUJARATI",
                                                  "HEBREW",
                                                  "HINDI",
                                                  "HUNGARIAN",
                                                  "ICELANDIC",
                                                  "INDONESIAN",
                                                  "JAPANESE",
                                                  "KANNADA",
                                                  "KOREAN",
                                                  "LATIN AMERICAN SPANISH",
                                                  "LATIN SERBIAN",
                                                  "LATIN UZBEK",
                                                  "LATVIAN",
                                                  "LITHUANIAN",
                                                  "MACEDONIAN",
                                                  "MALAY",
                                                  "MALAYALAM",
                                                  "MARATHI",
                                                  "MEXICAN SPANISH",
                                                  "NORWEGIAN",
                                                  "ORIYA",
                                                  "POLISH",
                                                  "PORTUGUESE",
                                                  "PUNJABI",
                                                  "ROMANIAN",
                                                  "RUSSIAN",
                                                  "SIMPLIFIED CHINESE",
                                                  "SLOVAK",
                                                  "SLOVENIAN",
                                                  "SWEDISH",
                                                  "TAMIL",
                                                  "TELUGU",
                                                  "THAI",
                                                  "TRADITIONAL CHINESE",
                                                  "TURKISH",
                                                  "UKRAINIAN",
                                                  "VIETNAMESE"};
constexpr std::string_view foreign_territories[] = {"ALGERIA",
                                                    "ARGENTINA",
                                                    "AUSTRALIA",
                                                    "BAHRAIN",
                                                    "BANGLADESH",
                                                    "BELGIUM",
                                                    "BULGARIA",
                                                    "CANADA",
                                                    "CATALONIA",
                                                    "CHILE",
                                                    "CHINA",
                                                    "CIS",
                                                    "COLOMBIA",
                                                    "COSTA RICA",
                                                    "CROATIA",
                                                    "CYPRUS",
                                                    "CZECH REPUBLIC",
                                                    "DENMARK",
                                                    "ECUADOR",
                                                    "EGYPT",
                                                    "EL SALVADOR",
                                                    "ESTONIA",
                                                    "FINLAND",
                                                    "GREECE",
                                                    "GUATEMALA",
                                                    "HONG KONG",
                                                    "HUNGARY",
                                                    "ICELAND",
                                                    "INDIA",
                                                    "INDONESIA",
                                                    "IRAQ",
                                                    "IRELAND",
                                                    "ISRAEL",
                                                    "JORDAN",
                                                    "KAZAKHSTAN",
                                                    "KOREA",
                                                    "KUWAIT",
                                                    "LATVIA",
                                                    "LEBANON",
                                                    "LIBYA",
                                                    "LITHUANIA",
                                                    "LUXEMBOURG",
                                                    "MALAYSIA",
                                                    "MEXICO",
                                                    "MOROCCO",
                                                    "NEW ZEALAND",
                                                    "NICARAGUA",
                                                    "NORWAY",
                                                    "OMAN",
                                                    "PANAMA",
                                                    "PERU",
                                                    "PHILIPPINES",
                                                    "POLAND",
                                                    "PORTUGAL",
                                                    "PUERTO RICO",
                                                    "QATAR",
                                                    "ROMANIA",
                                                    "RUSSIA",
                                                    "SAUDI ARABIA",
                                                    "SINGAPORE",
                                                    "SLOVAKIA",
                                                    "SLOVENIA",
                                                    "SOUTH AFRICA",
                                                    "SWEDEN",
                                                    "SYRIA",
                                                    "TAIWAN",
                                                    "THAILAND",
                                                    "TUNISIA",
                                                    "TURKEY",
                                                    "UKRAINE",
                                                    "UNITED ARAB EMIRATES",
                                                    "VENEZUELA",
                                                    "VIETNAM",
                                                    "YEMEN"};

template <class Table>
auto find_named(const Table& table, std::string_view name) noexcept {
    const auto found =
        std::find_if(std::begin(table), std::end(table), [name](const auto& entry) { return entry.name == name; });
    return found == std::end(table) ? nullptr : &*found;
}

}  // namespace

const nls_language* find_language(std::string_view upper_name) noexcept {
    return find_named(languages, upper_name);
}
const nls_territory* find_territory(std::string_view upper_name) noexcept {
    return find_named(territories, upper_name);
}
bool is_foreign_language(std::string_view upper_name) noexcept {
    return std::binary_search(std::begin(foreign_languages), std::end(foreign_languages), upper_name);
}
bool is_foreign_territory(std::string_view upper_name) noexcept {
    return std::binary_search(std::begin(foreign_territories), std::end(foreign_territories), upper_name);
}

}  // namespace oraxx::sandbox::engine
