"""What a question in SQL may be made of: forms, table functions and functions, each by its name.

Whatever is not named here is refused, so that a function that a later DuckDB brings is refused
until somebody has read what it does. Left out on purpose is everything that reads files, settings,
the environment or the catalog, that waits or writes, and everything that answers differently from
one moment to the next: an address that holds a query has one answer for one version of the tables.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CLASSES: Final = _words(
    """
    BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT FUNCTION LAMBDA OPERATOR
    POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW
    """
)
"""The classes of expressions."""

FORMS: Final = _words(
    """
    SELECT_NODE SET_OPERATION_NODE RECURSIVE_CTE_NODE CTE_NODE
    BASE_TABLE EMPTY EXPRESSION_LIST JOIN PIVOT SHOW_REF SUBQUERY TABLE_FUNCTION
    LIMIT_MODIFIER LIMIT_PERCENT_MODIFIER ORDER_MODIFIER DISTINCT_MODIFIER
    ORDER_DEFAULT ASCENDING DESCENDING
    """
)
"""The forms of a query and of what it is asked of, and what may follow it."""

SHOWN: Final = frozenset({"DESCRIBE", "SUMMARY"})
"""What may be shown of a table; of the database, the names of its tables alone."""
TABLE_NAMES: Final = '"tables"'
"""How SHOW TABLES names what it shows."""

TABLE_FUNCTIONS: Final = frozenset({"generate_series", "range", "unnest"})

CHANGING: Final = _words(
    """
    ago age clock_timestamp current_catalog current_connection_id current_database current_date
    current_localtime current_localtimestamp current_query current_query_id current_role
    current_schema current_schemas current_setting current_time current_timestamp
    current_transaction_id current_user gen_random_uuid get_current_time get_current_timestamp
    getenv getvariable localtime localtimestamp now pg_sleep random reservoir_quantile session_user
    setseed sleep_ms today transaction_timestamp txid_current user uuid uuidv4 uuidv7 version
    """
)
"""Functions, some written without brackets, that tell of the moment or of the machine."""

OPERATORS: Final = _words(
    """
    ! !__postfix % & * + - / | ~ ^ @ != !~~ !~~* && ** -> ->> // < <-> << <= <=> <@ = > >= >> @>
    ^@ || ~~ ~~* ~~~
    """
)

SCALARS: Final = _words(
    """
    abs acos acosh add aggregate array_aggr array_aggregate array_append array_apply array_cat
    array_concat array_contains array_distinct array_extract array_filter array_grade_up array_has
    array_has_all array_has_any array_indexof array_intersect array_length array_pop_back
    array_pop_front array_position array_prepend array_push_back array_push_front array_reduce
    array_resize array_reverse array_reverse_sort array_select array_slice array_sort array_to_json
    array_to_string array_to_string_comma_default array_transform array_unique array_value
    array_where array_zip ascii asin asinh atan atan2 atanh
    bar base64 bin bit_count bit_length bit_position bitstring
    cardinality cbrt ceil ceiling century char_length character_length chr concat concat_ws
    contains cos cosh cot
    damerau_levenshtein date_add date_diff date_part date_sub date_trunc datediff datepart datesub
    datetrunc day dayname dayofmonth dayofweek dayofyear days_in_month decade decode degrees divide
    editdist3 element_at encode ends_with enum_code enum_first enum_last enum_range
    enum_range_boundary epoch epoch_ms epoch_ns epoch_us equi_width_bins era error even exp
    factorial fdiv filter flatten floor fmod format formatreadabledecimalsize formatreadablesize
    format_bytes from_base64 from_binary from_hex
    gamma gcd generate_series generate_subscripts get_bit grade_up greatest
    greatest_common_divisor grouping
    hamming hash hex hour
    if ifnull ilike_escape instr isfinite isinf isnan isodow isoyear
    jaccard jaro_similarity jaro_winkler_similarity json_array json_object julian
    last_day lcase lcm least least_common_multiple left left_grapheme len length length_grapheme
    levenshtein lgamma like_escape list_aggr list_aggregate list_any_value list_append list_apply
    list_approx_count_distinct list_avg list_bit_and list_bit_or list_bit_xor list_bool_and
    list_bool_or list_cat list_concat list_contains list_count list_distinct list_element
    list_entropy list_extract list_filter list_first list_grade_up list_has list_has_all
    list_has_any list_histogram list_indexof list_intersect list_kurtosis list_kurtosis_pop
    list_last list_mad list_max list_median list_min list_mode list_pack list_position list_prepend
    list_product list_reduce list_resize list_reverse list_reverse_sort list_select list_sem
    list_skewness list_slice list_sort list_stddev_pop list_stddev_samp list_string_agg list_sum
    list_transform list_unique list_value list_var_pop list_var_samp list_where list_zip ln log
    log10 log2 lower lpad ltrim
    make_date make_time make_timestamp make_timestamp_ms make_timestamp_ns map map_concat
    map_contains map_contains_entry map_contains_value map_entries map_extract map_extract_value
    map_from_entries map_keys map_values md5 md5_number microsecond millennium millisecond minute
    mismatches mod month monthname multiply
    nanosecond nextafter nfc_normalize normalized_interval not_ilike_escape not_like_escape nullif
    octet_length ord overlay
    pi position pow power prefix printf quarter
    radians range reduce regexp_escape regexp_extract regexp_extract_all regexp_full_match
    regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table repeat replace
    reverse right right_grapheme round round_even roundbankers row row_to_json rpad rtrim
    second sha1 sha256 sign signbit sin sinh split split_part sqrt starts_with str_split
    str_split_regex strftime string_split string_split_regex string_to_array strip_accents strlen
    strpos strptime struct_concat struct_contains struct_extract struct_extract_at struct_has
    struct_indexof struct_insert struct_keys struct_pack struct_position struct_update
    struct_values substr substring substring_grapheme subtract suffix
    tan tanh time_bucket to_base to_base64 to_binary to_centuries to_days to_decades to_hex
    to_hours to_json to_microseconds to_millennia to_milliseconds to_minutes to_months to_quarters
    to_seconds to_weeks to_years translate trim trunc try_strptime typeof
    ucase unbin unhex unicode unnest unpivot_list upper url_decode url_encode
    week weekday weekofyear xor year yearweek
    """
)

AGGREGATES: Final = _words(
    """
    any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null
    arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last argmax argmin array_agg avg bit_and
    bit_or bit_xor bitstring_agg bool_and bool_or corr count count_if count_star countif covar_pop
    covar_samp decimal_average entropy favg first fsum geomean geometric_mean group_concat histogram
    histogram_exact json_group_array json_group_object kahan_sum kurtosis kurtosis_pop last list
    listagg mad max max_by mean median min min_by mode product quantile quantile_cont quantile_disc
    regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem
    skewness stddev stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp
    variance wavg weighted_avg
    """
)

WINDOWS: Final = _words(
    """
    cume_dist dense_rank fill first_value lag last_value lead nth_value ntile percent_rank rank
    rank_dense row_number
    """
)

FUNCTIONS: Final = OPERATORS | SCALARS | AGGREGATES | WINDOWS
"""Every function that may be used, in small letters."""
