// What the cell of a LOB column holds (docs/adr/0028). No promise is made about this header.
//
// A fixed head in host order, the data that came with the row, the locator. Made by the row decoder, read by
// conversions; never sent.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

namespace oraxx::detail {

// How the text of a character LOB is encoded; `bytes` for BLOB and BFILE.
enum class lob_text : std::uint8_t { bytes, utf8, utf16be, utf16le };

struct lob_record {
    static constexpr std::size_t head_size = 24;
    static constexpr std::uint64_t unknown_size = UINT64_MAX;

    std::uint64_t size = unknown_size;     // bytes, or UTF-16 code units of a character LOB; BFILE: unknown
    std::uint32_t chunk_size = 0;          // 0 = unknown
    lob_text text = lob_text::bytes;       // of `data`
    std::span<const std::uint8_t> data{};  // the beginning of the value, perhaps all of it
    std::span<const std::uint8_t> locator{};

    // Room for the head at the end of `out`; the data and then the locator are to be appended behind it.
    static void begin(std::vector<std::uint8_t>& out) { out.resize(out.size() + head_size); }
    // Fills in the head at `start`; the sizes of data and locator count, their bytes stand in `out` already.
    void finish(std::vector<std::uint8_t>& out, std::size_t start, std::uint32_t data_size,
                std::uint32_t locator_size) const noexcept {
        auto* head = out.data() + start;
        std::memcpy(head, &size, sizeof size);
        std::memcpy(head + 8, &chunk_size, sizeof chunk_size);
        std::memcpy(head + 12, &data_size, sizeof data_size);
        std::memcpy(head + 16, &locator_size, sizeof locator_size);
        head[20] = static_cast<std::uint8_t>(text);
    }
    // Borrows from `cell`; nullopt for bytes that are no such record.
    [[nodiscard]] static std::optional<lob_record> parse(std::span<const std::uint8_t> cell) noexcept {
        if (cell.size() < head_size) return std::nullopt;
        lob_record out;
        std::uint32_t data_size = 0;
        std::uint32_t locator_size = 0;
        std::memcpy(&out.size, cell.data(), sizeof out.size);
        std::memcpy(&out.chunk_size, cell.data() + 8, sizeof out.chunk_size);
        std::memcpy(&data_size, cell.data() + 12, sizeof data_size);
        std::memcpy(&locator_size, cell.data() + 16, sizeof locator_size);
        const auto rest = cell.subspan(head_size);
        if (cell[20] > static_cast<std::uint8_t>(lob_text::utf16le) || data_size > rest.size() ||
            locator_size != rest.size() - data_size) {
            return std::nullopt;
        }
        out.text = static_cast<lob_text>(cell[20]);
        out.data = rest.first(data_size);
        out.locator = rest.subspan(data_size);
        return out;
    }
};

}  // namespace oraxx::detail
