using System.Text.Json.Nodes;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Schemas;

namespace KubeApi.Tests.Sandbox.Writes;

/// <summary>The rules of field ownership in isolation, with the schemas of Deployment, Service and ConfigMap.</summary>
public sealed class OwnershipTests
{
    private static readonly SchemaCatalog s_schemas = new();
    private static readonly Schema s_deployment = s_schemas.For("apps", "v1", "Deployment");
    private static readonly Schema s_service = s_schemas.For("", "v1", "Service");
    private static readonly Schema s_config = s_schemas.For("", "v1", "ConfigMap");
    private static readonly Owner s_ann = Owner.Applying("ann", "");
    private static readonly Owner s_bob = Owner.Applying("bob", "");
    private static readonly Owner s_hand = Owner.Updating("hand", "v1", "");

    [Fact]
    public void A_field_set_has_leaves_items_and_entries_but_no_parents()
    {
        var value = Parse(
            """
            {"metadata":{"labels":{"a":"1"},"finalizers":["x"],"annotations":{}},
             "spec":{"selector":{"matchLabels":{"a":"1"}},"template":{"spec":{"containers":[{"name":"main","command":["sh"],"ports":[{"containerPort":80}]}]}}}}
            """);
        AssertSet(
            """
            {"f:metadata":{"f:annotations":{},"f:finalizers":{"v:\"x\"":{}},"f:labels":{"f:a":{}}},
             "f:spec":{"f:selector":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"main\"}":{".":{},"f:command":{},"f:name":{},
             "f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}
            """,
            FieldCollector.Collect(value, s_deployment));
    }

    [Fact]
    public void A_comparison_lists_added_changed_and_removed_fields()
    {
        var comparison = Comparison.Of(
            Parse("""{"metadata":{"labels":{"a":"1","b":"2"}},"spec":{"ports":[{"port":80,"name":"web"},{"port":81}],"selector":{"x":"y"}}}"""),
            Parse("""{"metadata":{"labels":{"a":"9","c":"3"}},"spec":{"ports":[{"port":80,"name":"www"},{"port":82}],"selector":{"x":"z"}}}"""),
            s_service);
        AssertSet("""{"f:metadata":{"f:labels":{"f:c":{}}},"f:spec":{"f:ports":{"k:{\"port\":82,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}}""", comparison.Added);
        AssertSet(
            """{"f:metadata":{"f:labels":{"f:a":{}}},"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{"f:name":{}}},"f:selector":{}}}""",
            comparison.Modified);
        AssertSet(
            """{"f:metadata":{"f:labels":{"f:b":{}}},"f:spec":{"f:ports":{"k:{\"port\":81,\"protocol\":\"TCP\"}":{".":{},"f:port":{}}}}}""",
            comparison.Removed);
    }

    [Fact]
    public void An_object_replaced_by_a_string_loses_its_fields()
    {
        var comparison = Comparison.Of(Parse("""{"x":{"q":1}}"""), Parse("""{"x":"s"}"""), Schema.Anything);
        AssertSet("""{"f:x":{}}""", comparison.Modified);
        AssertSet("""{"f:x":{"f:q":{}}}""", comparison.Removed);
    }

    [Fact]
    public void A_map_whose_entries_are_removed_stays_empty()
    {
        var dropped = FieldSet.Of([PathElement.Field("data"), PathElement.Field("a")]);
        Assert.Equal("""{"data":{}}""", Remover.Remove(Parse("""{"data":{"a":"1"}}"""), dropped, s_config).ToJsonString());
    }

    [Fact]
    public void Items_with_duplicate_keys_are_compared_together()
    {
        var comparison = Comparison.Of(
            Parse("""{"spec":{"ports":[{"port":80,"name":"a"},{"port":80,"name":"b"}]}}"""), Parse(
                """{"spec":{"ports":[{"port":80,"name":"a"},{"port":80,"name":"c"}]}}"""), s_service);
        AssertSet("""{"f:spec":{"f:ports":{"k:{\"port\":80,\"protocol\":\"TCP\"}":{}}}}""", comparison.Modified);
        Assert.True(comparison.Added.IsEmpty && comparison.Removed.IsEmpty);
    }

    [Theory]
    [InlineData("a,b,c", "b", "a,b,c")]
    [InlineData("a,b,c", "c,a", "b,c,a")]
    [InlineData("a,b,c", "x,b", "a,x,b,c")]
    [InlineData("a,b", "c,d", "a,b,c,d")]
    [InlineData("a,b,c,d", "d,b", "a,c,d,b")]
    [InlineData("", "b,a", "b,a")]
    public void Merged_lists_keep_the_applied_order_and_the_position_of_other_items(string live, string applied, string expected)
    {
        var merged = Merger.Merge(Containers(live), Containers(applied), s_deployment);
        Assert.Equal(expected, Names(merged));
    }

    [Fact]
    public void Merging_replaces_atomic_values()
    {
        var merged = Merger.Merge(
            Parse("""{"spec":{"selector":{"matchLabels":{"a":"1"}},"replicas":1}}"""), Parse(
                """{"spec":{"selector":{"matchLabels":{"b":"2"}},"replicas":null}}"""), s_deployment);
        Assert.Equal("""{"spec":{"selector":{"matchLabels":{"b":"2"}},"replicas":null}}""", merged.ToJsonString());
    }

    [Fact]
    public void Removing_an_item_keeps_the_others()
    {
        var removed = Remover.Remove(
            Containers("a,b"), FieldsV1.Read(Parse("""{"f:spec":{"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{}}}}}}""")), s_deployment);
        Assert.Equal("b", Names(removed));
    }

    [Fact]
    public void An_apply_removes_fields_that_only_its_manager_owned()
    {
        var owners = new ManagedFields();
        var first = Apply(new JsonObject(), """{"data":{"a":"1","b":"2","c":"3"}}""", owners, s_ann);
        var second = Apply(first, """{"data":{"b":"2"}}""", owners, s_bob);
        var third = Apply(second, """{"data":{"a":"1"}}""", owners, s_ann);
        Assert.Equal("""{"data":{"a":"1","b":"2"}}""", third.ToJsonString());
        AssertSet("""{"f:data":{"f:a":{}}}""", owners[s_ann]!.Fields);
        AssertSet("""{"f:data":{"f:b":{}}}""", owners[s_bob]!.Fields);
    }

    [Fact]
    public void An_apply_does_not_change_fields_of_others_unless_forced()
    {
        var owners = new ManagedFields();
        var live = Apply(new JsonObject(), """{"data":{"a":"1","b":"2"}}""", owners, s_ann);
        var before = owners.Copy();
        var conflict = Assert.Throws<FieldConflictException>(() => Apply(live, """{"data":{"a":"9","b":"2"}}""", owners.Copy(), s_bob));
        Assert.Equal([new FieldConflict(s_ann, ".data.a")], conflict.Conflicts);
        Assert.True(before.HasSameFields(owners));
        var forced = Apply(live, """{"data":{"a":"9","b":"2"}}""", owners, s_bob, isForced: true);
        Assert.Equal("""{"data":{"a":"9","b":"2"}}""", forced.ToJsonString());
        AssertSet("""{"f:data":{"f:b":{}}}""", owners[s_ann]!.Fields);
        AssertSet("""{"f:data":{"f:a":{},"f:b":{}}}""", owners[s_bob]!.Fields);
    }

    [Fact]
    public void An_update_takes_over_changed_fields_and_releases_removed_ones()
    {
        var owners = new ManagedFields();
        var live = Apply(new JsonObject(), """{"data":{"a":"1","b":"2"}}""", owners, s_ann);
        new OwnershipRules(s_config, new FieldSet()).Update(live, Parse("""{"data":{"a":"9"}}"""), owners, s_hand, "v1", "now");
        Assert.Null(owners[s_ann]);
        AssertSet("""{"f:data":{"f:a":{}}}""", owners[s_hand]!.Fields);
        Assert.Equal("now", owners[s_hand]!.Time);
    }

    [Fact]
    public void An_update_without_changes_keeps_its_time()
    {
        var rules = new OwnershipRules(s_config, new FieldSet());
        var owners = new ManagedFields();
        var live = Parse("""{"data":{"a":"1"}}""");
        rules.Update(new JsonObject(), live, owners, s_hand, "v1", "then");
        rules.Update(live, live, owners, s_hand, "v1", "now");
        Assert.Equal("then", owners[s_hand]!.Time);
    }

    [Fact]
    public void Fields_out_of_reach_of_a_write_keep_their_manager()
    {
        var status = Owner.Updating("controller", "apps/v1", "status");
        var owners = new ManagedFields();
        var live = Parse("""{"spec":{"replicas":1},"status":{"replicas":1}}""");
        new OwnershipRules(s_deployment, FieldSet.Of([PathElement.Field("spec")])).Update(new JsonObject(), live, owners, status, "apps/v1", "then");
        new OwnershipRules(s_deployment, FieldSet.Of([PathElement.Field("status")]))
            .Update(live, Parse("""{"spec":{"replicas":2},"status":{"replicas":7}}"""), owners, s_hand, "apps/v1", "now");
        AssertSet("""{"f:status":{".":{},"f:replicas":{}}}""", owners[status]!.Fields);
        AssertSet("""{"f:spec":{"f:replicas":{}}}""", owners[s_hand]!.Fields);
    }

    [Theory]
    [InlineData("""{"spec":{"replica":2}}""", ".spec.replica: field not declared in schema")]
    [InlineData("""{"spec":{"replicas":"2"}}""", ".spec.replicas: expected integer, got &value.valueUnstructured{Value:2}")]
    [InlineData("""{"spec":{"paused":"x"}}""", ".spec.paused: expected boolean, got &value.valueUnstructured{Value:x}")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("""{"spec":{"template":[]}}""", ".spec.template: expected map, got &{[]}")]
    [InlineData("""{"spec":{"template":{"spec":{"containers":{}}}}}""", ".spec.template.spec.containers: expected list, got &{map[]}")]
    [InlineData(
        """{"spec":{"template":{"spec":{"containers":[{"name":"a"},{"name":"a"}]}}}}""",
        """.spec.template.spec.containers: duplicate entries for key [name="a"]""")]
    [InlineData(
        """{"spec":{"template":{"spec":{"containers":["a"]}}}}""",
        ".spec.template.spec.containers: element 0: associative list with keys may not have non-map elements")]
    [InlineData("""{"spec":{"x":1,"paused":null},"y":2}""", "errors:\n  .spec.x: field not declared in schema\n  .y: field not declared in schema")]
    public void An_applied_object_must_match_its_schema(string applied, string expected) =>
        Assert.Equal(expected, TypeFault.Describe(TypeChecker.Check(Parse(applied), s_deployment)));

    private static JsonObject Apply(JsonObject live, string applied, ManagedFields owners, Owner owner, bool isForced = false) =>
        new OwnershipRules(s_config, new FieldSet()).Apply(live, Parse(applied), owners, owner, "v1", isForced);

    private static JsonObject Containers(string names)
    {
        var containers = string.Join(',', names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => $$"""{"name":"{{name}}"}"""));
        return Parse("""{"spec":{"template":{"spec":{"containers":[]}}}}""".Replace("[]", $"[{containers}]", StringComparison.Ordinal));
    }

    private static string Names(JsonObject deployment) => string.Join(
        ',', deployment["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Select(container => container!["name"]!.GetValue<string>()));

    private static void AssertSet(string expected, FieldSet actual) => Assert.Equal(Parse(expected).ToJsonString(), FieldsV1.Write(actual).ToJsonString());

    private static JsonObject Parse(string text) => (JsonObject)JsonNode.Parse(text)!;
}
