using System.Text.Json.Serialization;

namespace KubeApi.Client.Reading;

/// <summary>Reads the column definitions of a table.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TableColumn[]))]
internal sealed partial class TableJson : JsonSerializerContext;
