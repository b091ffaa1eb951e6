// Types of a schema's fields, in words.

/** @param type a word, or an object as the schema file has it */
export function typeWords(type) {
  if (typeof type === "string") return type;
  switch (type.type) {
    case "list":
      return `list of ${typeWords(type.element)}${orNull(type.elementNullable)}`;
    case "map":
      return `map of ${typeWords(type.key)} to ${typeWords(type.value)}${orNull(type.valueNullable)}`;
    case "struct":
      return `struct of ${type.fields.map((field) => `${field.name} ${typeWords(field.type)}${orNull(field.nullable)}`).join(", ")}`;
    case "timestamp":
      return `timestamp in ${type.unit ?? "micros"}${type.utc === false ? ", of no time zone" : ", UTC"}`;
    case "decimal":
      return `decimal(${type.precision},${type.scale})`;
    default:
      return String(type.type);
  }
}

function orNull(isNullable) {
  return isNullable ? " or null" : "";
}
