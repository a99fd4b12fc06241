#include "text/module_printer.h"

#include "text/annotations.h"
#include "text/print_values.h"

namespace wald::text {

using wasm::ExternKind;

namespace {

constexpr std::string_view nameSection = "name";

std::string_view keywordOf(ExternKind kind) { return toString(spaceOf(kind)); }

}  // namespace

ModulePrinter::ModulePrinter(const wasm::Module& module, const PrintOptions& options,
                             const TextSink& sink)
    : module_(module), sectionNames_(binary::decodeNames(module)), names_(module, sectionNames_),
      types_(module, names_), out_(sink), bodies_(module, types_, names_, out_, options.isFlat) {
  findBranchHints();
}

/// Several sections of hints, or one that says what annotations cannot, are printed as they are.
void ModulePrinter::findBranchHints() {
  bool isFirst = true;
  for (const wasm::CustomSection& section : module_.customs) {
    if (section.name != branchHintSection) continue;
    hints_ = isFirst ? decodeBranchHints(module_, section.content) : std::nullopt;
    isFirst = false;
  }
}

Result<void> ModulePrinter::print() {
  header();
  typeFields();
  imports();
  definitions();
  exports();
  if (module_.start) {
    startField("start");
    use(Space::Func, *module_.start);
    endField();
  }
  elements();
  functions();
  datas();
  customs();
  text() += "\n)\n";
  out_.flush();
  if (error_) return std::move(*error_);
  return {};
}

void ModulePrinter::header() {
  text() += "(module";
  if (!sectionNames_.module) return;
  text() += ' ';
  if (!sectionNames_.module->empty()) return appendId(text(), *sectionNames_.module);
  text() += "(@name \"\")";
}

void ModulePrinter::startField(std::string_view keyword) {
  out_.flushIfLarge();
  appendLine(text(), 1);
  text() += '(';
  text() += keyword;
}

void ModulePrinter::define(Space space, std::uint32_t index) {
  names_.of(space).appendDefinition(text(), index);
  text() += " (;";
  appendUnsigned(text(), index);
  text() += ";)";
  names_.of(space).appendAnnotation(text(), index);
}

void ModulePrinter::startDefinition(std::string_view keyword, Space space, std::uint32_t index) {
  startField(keyword);
  define(space, index);
}

void ModulePrinter::endField() { text() += ')'; }

void ModulePrinter::use(Space space, std::uint32_t index) {
  text() += ' ';
  names_.of(space).appendUse(text(), index);
}

const binary::NameMap& ModulePrinter::localNamesOf(std::uint32_t function) const {
  const auto found = sectionNames_.locals.find(function);
  return found == sectionNames_.locals.end() ? noNames_ : found->second;
}

void ModulePrinter::note(Result<void> result) {
  if (!result && !error_) error_ = std::move(result.error());
}

void ModulePrinter::expression(const wasm::ConstExpr& expression, std::string_view word) {
  note(bodies_.expression(expression, word));
}

void ModulePrinter::typeFields() {
  for (const wasm::RecGroup& group : module_.recGroups) {
    const bool isAlone = group.count == 1;
    if (!isAlone) startField("rec");
    for (std::uint32_t i = 0; i < group.count; ++i) typeField(group.first + i, isAlone ? 1 : 2);
    if (isAlone) continue;
    if (group.count != 0) appendLine(text(), 1);
    endField();
  }
}

void ModulePrinter::typeField(std::uint32_t index, std::size_t indentation) {
  out_.flushIfLarge();
  appendLine(text(), indentation);
  text() += "(type";
  define(Space::Type, index);
  types_.subType(text(), index);
  endField();
}

void ModulePrinter::imports() {
  std::array<std::uint32_t, 5> counts{};
  for (const wasm::Import& import : module_.imports) {
    importField(import, counts[static_cast<std::size_t>(import.type.kind)]++);
  }
}

void ModulePrinter::importField(const wasm::Import& import, std::uint32_t index) {
  startField("import ");
  appendName(text(), import.module);
  text() += ' ';
  appendName(text(), import.name);
  text() += " (";
  text() += keywordOf(import.type.kind);
  define(spaceOf(import.type.kind), index);
  switch (import.type.kind) {
    case ExternKind::Func: {
      const std::uint32_t type = import.type.func();
      const PrintedIds params(localNamesOf(index), stackEffectOfType(module_, type).operands);
      types_.typeUse(text(), type, &params);
      break;
    }
    case ExternKind::Table: types_.tableType(text(), import.type.table()); break;
    case ExternKind::Memory: types_.memoryType(text(), import.type.memory()); break;
    case ExternKind::Global: types_.globalType(text(), import.type.global()); break;
    case ExternKind::Tag: types_.typeUse(text(), import.type.tag().type); break;
  }
  text() += ')';
  endField();
}

void ModulePrinter::definitions() {
  for (std::uint32_t i = module_.importedTables; i < module_.tables.size(); ++i) {
    startDefinition("table", Space::Table, i);
    types_.tableType(text(), module_.tables[i].type);
    if (module_.tables[i].init) expression(*module_.tables[i].init);
    endField();
  }
  for (std::uint32_t i = module_.importedMemories; i < module_.memories.size(); ++i) {
    startDefinition("memory", Space::Memory, i);
    types_.memoryType(text(), module_.memories[i].type);
    endField();
  }
  for (std::uint32_t i = module_.importedTags; i < module_.tags.size(); ++i) {
    startDefinition("tag", Space::Tag, i);
    types_.typeUse(text(), module_.tags[i].type.type);
    endField();
  }
  for (std::uint32_t i = module_.importedGlobals; i < module_.globals.size(); ++i) {
    startDefinition("global", Space::Global, i);
    types_.globalType(text(), module_.globals[i].type);
    expression(module_.globals[i].init);
    endField();
  }
}

void ModulePrinter::exports() {
  for (const wasm::Export& item : module_.exports) {
    startField("export ");
    appendName(text(), item.name);
    text() += " (";
    text() += keywordOf(item.kind);
    use(spaceOf(item.kind), item.index);
    text() += ')';
    endField();
  }
}

void ModulePrinter::functions() {
  for (std::uint32_t i = module_.importedFunctions; i < module_.functions.size() && out_.ok();
       ++i) {
    function(i);
  }
}

void ModulePrinter::function(std::uint32_t index) {
  const wasm::Code& code = module_.codes[index - module_.importedFunctions];
  const std::uint32_t type = module_.functions[index].type;
  startDefinition("func", Space::Func, index);

  // Where the type is none, no parameters are printed, and nothing tells the locals' indices.
  const bool hasType =
      type < module_.types.size() && module_.types[type].comp.kind == wasm::CompKind::Func;
  const auto params = static_cast<std::uint32_t>(stackEffectOfType(module_, type).operands);
  std::uint64_t count = params;
  for (const wasm::LocalRun& run : module_.localsOf(code)) count += run.count;
  const PrintedIds ids(localNamesOf(index), hasType ? count : 0);
  types_.typeUse(text(), type, &ids);
  locals(code, params, ids);

  BodyPrinter::Function body{.locals = &ids, .type = type};
  const auto labels = sectionNames_.labels.find(index);
  if (labels != sectionNames_.labels.end()) body.labels = &labels->second;
  if (hints_) {
    const auto hints = hints_->find(index);
    if (hints != hints_->end()) body.hints = &hints->second;
  }
  bool isEmpty = false;
  auto result = bodies_.function(code.body, body, isEmpty);
  if (!isEmpty) appendLine(text(), 1);
  endField();
  if (!result) note(std::move(result.error()).in("code", index));
}

void ModulePrinter::locals(const wasm::Code& code, std::uint32_t params, const PrintedIds& names) {
  const auto runs = module_.localsOf(code);
  std::uint32_t count = 0;
  for (const wasm::LocalRun& run : runs) count += run.count;
  if (count == 0) return;
  std::string list;
  auto run = runs.begin();
  std::uint32_t left = run->count;
  appendNamed(list, "local", params, count, names, [&](std::uint32_t) {
    while (left == 0) left = (++run)->count;
    --left;
    types_.valType(list, run->type);
  });
  // The list begins with a space.
  appendLine(text(), 2);
  text() += std::string_view(list).substr(1);
}

void ModulePrinter::customs() {
  // A name section is printed by what it names; one that names nothing, as it is.
  const bool printsNames = !sectionNames_.isEmpty();
  for (const wasm::CustomSection& section : module_.customs) {
    if (section.name == nameSection && printsNames) continue;
    if (section.name == branchHintSection && hints_) continue;
    custom(section);
  }
}

void ModulePrinter::custom(const wasm::CustomSection& section) {
  startField("@custom ");
  appendName(text(), section.name);
  if (section.after == wasm::SectionId::Custom) {
    text() += " (before first)";
  } else {
    text() += " (after ";
    text() += sectionKeyword(section.after);
    text() += ')';
  }
  dataBytes(module_.view(section.content));
  endField();
}

Result<void> printModule(const wasm::Module& module, const PrintOptions& options,
                         const TextSink& sink) {
  return ModulePrinter(module, options, sink).print();
}

}  // namespace wald::text
