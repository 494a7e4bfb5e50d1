using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Watching;
using KubeApi.Client.Watching.Conditions;

namespace KubeApi.Tests.Client.Watching;

/// <summary>Conditions of a wait, evaluated after the changes that a watch reports.</summary>
public sealed class WaitGoalTests
{
    private const string Pending = "{\"status\":{\"phase\":\"Pending\"}}";
    private const string Ready = "{\"status\":{\"phase\":\"Running\",\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
    private const string Crashed = "{\"status\":{\"phase\":\"Failed\",\"reason\":\"Evicted\"}}";
    private const string Terminating = "{\"metadata\":{\"deletionTimestamp\":\"2026-11-29T12:00:00Z\"},\"status\":{\"phase\":\"Running\"}}";

    private static readonly ApiResource s_pods = new() { Name = "pods", Kind = "Pod", Group = "", Version = "v1", Namespaced = true };
    private static readonly DateTimeOffset s_now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    // A step is a sign, a UID, and the object: + added, ~ modified, - deleted.
    [Theory]
    [InlineData("Ready", "", "Unmet NotFound: it does not exist")]
    [InlineData("Ready", "+1 pending", "Unmet PodPending: Pod is in the Pending phase")]
    [InlineData("Ready", "+1 pending ~1 ready", "Met ")]
    [InlineData("Ready", "+1 pending ~1 crashed", "Failed Evicted: Pod has completed, but not successfully")]
    [InlineData("Ready", "+1 pending -1 pending", "Failed Deleted: it was deleted")]
    [InlineData("Ready", "+1 pending -1 pending +2 ready", "Failed Deleted: it was deleted, and another object now has its name")]
    [InlineData("Ready", "+1 pending ~1 terminating", "Failed Terminating: it is being deleted")]
    [InlineData("Ready", "+1 terminating", "Unmet Terminating: it is being deleted")]
    [InlineData("Deleted", "", "Met ")]
    [InlineData("Deleted", "+1 ready", "Unmet it exists, and its deletion was not requested")]
    [InlineData("Deleted", "+1 terminating", "Unmet its deletion was requested")]
    [InlineData("Deleted", "+1 ready -1 ready", "Met ")]
    [InlineData("Deleted", "+1 ready -1 ready +2 ready", "Met ")]
    [InlineData("Exists", "", "Unmet NotFound: it does not exist")]
    [InlineData("Exists", "end list", "Unmet NotFound: it does not exist")]
    [InlineData("Exists", "+1 pending -1 pending", "Unmet NotFound: it does not exist")]
    [InlineData("Exists", "+1 pending -1 pending +2 pending", "Met ")]
    [InlineData("Condition=Ready", "+1 pending", "Unmet it has no conditions yet")]
    [InlineData("Condition=ready", "+1 ready", "Met ")]
    [InlineData("Condition=Ready=False", "+1 ready", "Unmet the condition Ready is True")]
    [InlineData("Condition=Ready", "+1 crashed", "Failed it has no conditions yet, and the Pod has ended")]
    [InlineData("status.phase=Running", "+1 pending", "Unmet status.phase is 'Pending'")]
    [InlineData("status.phase=Running", "+1 ready", "Met ")]
    [InlineData("status.phase=Running", "+1 crashed", "Failed status.phase is 'Failed', and the Pod has ended")]
    [InlineData("status.phase=Failed", "+1 crashed", "Met ")]
    [InlineData("status.message=x", "+1 pending", "Unmet status.message is missing")]
    [InlineData("status=x", "+1 pending", "Unmet status is not a single value")]
    public void A_single_condition_is_evaluated(string condition, string steps, string expected)
    {
        var result = new WaitGoal([Parse(condition)]).Evaluate(Play(steps, null), s_now);

        Assert.Equal(expected, $"{result.Outcome} {result.Message}");
    }

    [Theory]
    [InlineData("Ready", "+1 crashed", "Unmet Evicted: Pod has completed, but not successfully")]
    [InlineData("Ready", "+1 pending -1 pending", "Unmet NotFound: it does not exist")]
    [InlineData("Ready", "+1 pending -1 pending +2 ready", "Met ")]
    public void Without_failing_fast_every_condition_can_still_be_met(string condition, string steps, string expected)
    {
        var result = new WaitGoal([Parse(condition)]) { FailsFast = false }.Evaluate(Play(steps, null), s_now);

        Assert.Equal(expected, $"{result.Outcome} {result.Message}");
    }

    [Theory]
    [InlineData(false, "Ready status.phase=Running", "+1 ready", "Met ")]
    [InlineData(false, "Ready status.phase=Pending", "+1 ready", "Unmet status.phase is 'Running'")]
    [InlineData(false, "Ready status.phase=Failed", "+1 crashed", "Failed Evicted: Pod has completed, but not successfully")]
    [InlineData(true, "Ready status.phase=Failed", "+1 crashed", "Met ")]
    [InlineData(true, "Ready status.phase=Failed", "+1 pending", "Unmet PodPending: Pod is in the Pending phase; status.phase is 'Pending'")]
    [InlineData(true, "Ready status.phase=Running", "+1 crashed", "Failed Evicted: Pod has completed, but not successfully")]
    [InlineData(true, "Ready Deleted", "+1 crashed", "Unmet Evicted: Pod has completed, but not successfully; it exists, and its deletion was not requested")]
    [InlineData(true, "Ready Deleted", "+1 pending -1 pending", "Met ")]
    public void All_conditions_or_any_must_be_met(bool any, string conditions, string steps, string expected)
    {
        var result = new WaitGoal([.. conditions.Split(' ').Select(Parse)]) { Any = any }.Evaluate(Play(steps, null), s_now);

        Assert.Equal(expected, $"{result.Outcome} {result.Message}");
    }

    [Theory]
    [InlineData("status.Phase=Running", "Names of fields are case-sensitive: status.phase=Running")]
    [InlineData("status.phase=Running", null)]
    [InlineData("status.phases=Running", null)]
    [InlineData("Condition=Redy", "Use one of its conditions: Ready.")]
    [InlineData("Condition=Ready=False", null)]
    [InlineData("Condition=Initialized", null)]
    public void A_misspelled_condition_has_advice(string condition, string? expected)
    {
        var goal = new WaitGoal([Parse("Condition=Ready=False"), Parse(condition)]);

        Assert.Equal(expected, goal.Evaluate(Play("+1 ready", null), s_now).Advice);
    }

    [Theory]
    [InlineData("Deleted", "+2 ready", "Met ")]
    [InlineData("Ready", "+2 ready", "Failed Deleted: it was deleted, and another object now has its name")]
    [InlineData("Exists", "+1 ready", "Met ")]
    [InlineData("Exists", "+2 ready", "Failed Deleted: it was deleted, and another object now has its name")]
    [InlineData("Ready", "-0 ready", "Unmet NotFound: it does not exist")]
    [InlineData("Ready", "end list", "Failed Deleted: it was deleted")]
    [InlineData("Exists", "end list", "Failed Deleted: it was deleted")]
    [InlineData("Exists", "+1 ready end list", "Met ")]
    [InlineData("Deleted", "end list", "Met ")]
    [InlineData("Ready", "+1 terminating", "Failed Terminating: it is being deleted")]
    public void A_piped_object_is_identified_by_its_UID(string condition, string steps, string expected)
    {
        var result = new WaitGoal([Parse(condition)]).Evaluate(Play(steps, "1"), s_now);

        Assert.Equal(expected, $"{result.Outcome} {result.Message}");
    }

    [Fact]
    public void A_selection_includes_new_matches_and_needs_at_least_one_object()
    {
        var set = new AwaitedSet(s_pods, isDeletion: false);
        set.Select();
        Assert.False(set.IsDone);
        set.Observe(new WatchEvent<ListItem>(default, default, EndsList: true));
        Assert.True(set.IsEmpty);
        Assert.False(set.IsDone);

        var first = set.Observe(Event("+1 ready", "a"))!;
        var second = set.Observe(Event("+2 pending", "b"))!;
        Assert.Null(set.Observe(Event("+3 ready", "other"), isSelected: false));
        set.Remove(first);
        Assert.Equal([second], set.Pending);
        // The first one met its condition, and later changes do not matter; the other one no longer belongs to the selection.
        Assert.Null(set.Observe(Event("~1 crashed", "a")));
        Assert.Null(set.Observe(Event("-2 pending", "b")));
        Assert.True(set.IsDone);
    }

    [Fact]
    public void A_selection_for_deletion_is_fixed_at_the_start()
    {
        var set = new AwaitedSet(s_pods, isDeletion: true);
        set.Select();
        var first = set.Observe(Event("+1 ready", "a"))!;
        set.Observe(new WatchEvent<ListItem>(default, default, EndsList: true));

        Assert.Null(set.Observe(Event("+2 ready", "b")));
        Assert.Same(first, set.Observe(Event("-1 ready", "a")));
        Assert.Equal(WaitOutcome.Met, new WaitGoal([new DeletedCondition()]).Evaluate(first, s_now).Outcome);
        set.Remove(first);
        Assert.True(set.IsDone);
    }

    [Fact]
    public void A_condition_of_an_earlier_generation_is_not_met()
    {
        const string Stale = """
            {"metadata":{"generation":3},"status":{"observedGeneration":2,"conditions":[{"type":"Available","status":"True"}]}}
            """;
        var o = AwaitedObject.Of(s_pods, new ObjectKey("ns", "a"), new ListItem(System.Text.Encoding.UTF8.GetBytes(Stale)));

        Assert.Equal("the condition Available is of an earlier generation", new StatusCondition("Available", "True").Evaluate(o, s_now).Message);
    }

    [Fact]
    public void An_obstacle_of_a_deletion_is_asked_for_again_and_again()
    {
        Assert.True(new WaitGoal([new DeletedCondition { Obstacle = _ => null }]).DependsOnTime);
        Assert.False(new WaitGoal([new DeletedCondition()]).DependsOnTime);
    }

    [Fact]
    public void A_status_that_is_not_a_string_is_shown_as_it_is()
    {
        const string Odd = """{"status":{"conditions":[{"type":"Available","status":false}]}}""";
        var o = AwaitedObject.Of(s_pods, new ObjectKey("ns", "a"), new ListItem(System.Text.Encoding.UTF8.GetBytes(Odd)));

        Assert.Equal(
            "the condition Available has a status that is not a string: false", new StatusCondition("Available", "False").Evaluate(o, s_now).Message);
    }

    // System.Text.Json stops at 64 levels, and custom objects nest deeper.
    [Fact]
    public void A_deeply_nested_object_is_evaluated()
    {
        var list = new string('[', 100) + new string(']', 100);
        var deep = """{"metadata":{},"status":{"conditions":[{"type":"Ready","status":"True"}]},"spec":LIST}""".Replace("LIST", list, StringComparison.Ordinal);
        var o = AwaitedObject.Of(s_pods, new ObjectKey("ns", "a"), new ListItem(System.Text.Encoding.UTF8.GetBytes(deep)));

        Assert.Equal(WaitOutcome.Met, new StatusCondition("Ready", "True").Evaluate(o, s_now).Outcome);
    }

    [Theory]
    [InlineData("spec.containers[0].image", "a:1")]
    [InlineData("{.spec.containers[-1].image}", "b:2")]
    [InlineData("{.spec.containers[?(@.name==\"app\")].image}", "b:2")]
    [InlineData(".spec.containers[?(@.name == 'side')].image", "a:1")]
    [InlineData(".spec.containers[name=app].image", "b:2")]
    [InlineData("metadata.labels['a.b/c']", "x")]
    [InlineData("metadata.labels.a\\.b/c", "x")]
    [InlineData("['metadata'].labels['a.b/c']", "x")]
    [InlineData("spec.containers[2].image", "")]
    [InlineData("spec.image", "")]
    public void A_path_finds_its_field(string path, string expected)
    {
        const string Json = """{"metadata":{"labels":{"a.b/c":"x"}},"spec":{"containers":[{"name":"side","image":"a:1"},{"name":"app","image":"b:2"}]}}""";

        Assert.Equal(expected, FieldPath.Parse(path).Find(System.Text.Json.JsonDocument.Parse(Json).RootElement).ToString());
    }

    [Theory]
    [InlineData("", "''")]
    [InlineData("a..b", "'..b'")]
    [InlineData("a b", "' b'")]
    [InlineData("a[", "'['")]
    [InlineData("a[x]", "'[x]'")]
    [InlineData("a['b", "'['b'")]
    public void An_invalid_path_is_refused(string path, string unexpected) =>
        Assert.EndsWith($"unexpected {unexpected}.", Assert.Throws<FormatException>(() => FieldPath.Parse(path)).Message, StringComparison.Ordinal);

    private static IWaitCondition Parse(string text) => new KubeApi.Binding.WaitArgument(text).Condition!;

    private static AwaitedObject Play(string steps, string? uid)
    {
        var set = new AwaitedSet(s_pods, isDeletion: false);
        var o = set.Expect(new ObjectKey("ns", "a"), uid);
        var words = steps.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i += 2)
        {
            set.Observe(words[i] == "end" ? new WatchEvent<ListItem>(default, default, EndsList: true) : Event($"{words[i]} {words[i + 1]}", "a"));
        }

        return o;
    }

    private static WatchEvent<ListItem> Event(string step, string name)
    {
        var type = step[0] switch { '+' => WatchEventType.Added, '~' => WatchEventType.Modified, _ => WatchEventType.Deleted };
        var json = step[(step.IndexOf(' ', StringComparison.Ordinal) + 1)..] switch
        {
            "ready" => Ready,
            "pending" => Pending,
            "crashed" => Crashed,
            _ => Terminating,
        };
        var uid = step[1..step.IndexOf(' ', StringComparison.Ordinal)];
        var item = new ListItem(System.Text.Encoding.UTF8.GetBytes(json));
        return new WatchEvent<ListItem>(type, new WatchedObject<ListItem>(new ObjectKey("ns", name), uid, "1", item));
    }
}
