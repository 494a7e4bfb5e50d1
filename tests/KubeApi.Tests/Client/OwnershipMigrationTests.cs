using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;

namespace KubeApi.Tests.Client;

/// <summary>The same migrations as in client-go's csaupgrade.</summary>
public sealed class OwnershipMigrationTests
{
    [Theory]
    [InlineData("""[]""")]
    [InlineData("""[{"manager":"kubeapi","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:a":{}}}]""")]
    [InlineData("""[{"manager":"other","operation":"Update","apiVersion":"v1","fieldsV1":{"f:a":{}}}]""")]
    [InlineData("""[{"manager":"kubeapi","operation":"Update","apiVersion":"v1","subresource":"status","fieldsV1":{"f:a":{}}}]""")]
    public void No_patch_is_made_without_entries_to_migrate(string entries) => Assert.Null(OwnershipMigration.Patch(Metadata(entries), "kubeapi"));

    [Theory]
    // An Update entry becomes an Apply entry.
    [InlineData(
        """[{"manager":"kubeapi","operation":"Update","apiVersion":"v1","fieldsV1":{"f:a":{}}},{"manager":"x","operation":"Update","apiVersion":"v1","fieldsV1":{}}]""",
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:a":{}}},{"manager":"x","operation":"Update","apiVersion":"v1","fieldsV1":{}}]""")]
    // The entry of kubectl becomes that of kubeapi.
    [InlineData(
        """[{"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:a":{}}}]""",
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:a":{}}}]""")]
    // Merged with the existing Apply entry, and with each other.
    [InlineData(
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:d":{"f:a":{}}}},{"manager":"kubeapi","operation":"Update","apiVersion":"v1","fieldsV1":{"f:d":{"f:b":{}}}},{"manager":"kubectl-client-side-apply","operation":"Update","apiVersion":"v1","fieldsV1":{"f:c":{".":{}}}}]""",
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v1","fieldsV1":{"f:d":{"f:a":{},"f:b":{}},"f:c":{".":{}}}}]""")]
    // An entry of another version is dropped.
    [InlineData(
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v2","fieldsV1":{"f:a":{}}},{"manager":"kubeapi","operation":"Update","apiVersion":"v1","fieldsV1":{"f:b":{}}}]""",
        """[{"manager":"kubeapi","operation":"Apply","apiVersion":"v2","fieldsV1":{"f:a":{}}}]""")]
    public void Update_entries_become_apply_entries(string before, string after)
    {
        var patch = JsonNode.Parse(OwnershipMigration.Patch(Metadata(before), "kubeapi"))!;

        Assert.Equal(after, patch[0]!["value"]!.ToJsonString());
        Assert.Equal("""{"op":"replace","path":"/metadata/resourceVersion","value":"7"}""", patch[1]!.ToJsonString());
        Assert.Equal("/metadata/managedFields", patch[0]!["path"]!.ToString());
    }

    private static JsonObject Metadata(string entries) =>
        (JsonObject)JsonNodes.Parse(Encoding.UTF8.GetBytes($$"""{"resourceVersion":"7","managedFields":{{entries}}}"""))!;
}
