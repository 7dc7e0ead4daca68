-- flows: crossings by one dimension and sex; refusals are counted apart, annulled ones nowhere
SELECT CASE :by WHEN 'post' THEN m.post WHEN 'day' THEN m.day WHEN 'nationality' THEN m.nationality WHEN 'age' THEN m.age_band
                WHEN 'purpose' THEN m.purpose WHEN 'category' THEN m.category ELSE m.direction END AS name,
       m.sex, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post) AND (:direction = '' OR m.direction = :direction)
   AND (:nationality = '' OR m.nationality = :nationality) AND (:sex = '' OR m.sex = :sex OR (:sex = 'U' AND m.sex = ''))
   AND (:age = '' OR m.age_band = :age) AND (:purpose = '' OR m.purpose = :purpose)
 GROUP BY 1, 2 ORDER BY 1, 2

-- overstays: entries whose last day is past and after which the person, on whichever document, did not cross again by that day
SELECT m.stay_until, m.sex, count(*)
  FROM movement m JOIN document d ON d.record = m.record
 WHERE m.annulled = 0 AND m.decision = 'admit' AND m.direction = 'entry' AND m.stay_until <> '' AND m.stay_until < :as_of
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
   AND NOT EXISTS (SELECT 1 FROM movement x JOIN document e ON e.record = x.record
                    WHERE e.holder = d.holder AND x.annulled = 0 AND x.decision = 'admit' AND x.happened > m.happened AND x.day <= :as_of)
 GROUP BY 1, 2 ORDER BY 1, 2

-- refusals: reasons of refusals, each as its JSON list
SELECT m.reasons, m.sex, count(*)
  FROM movement m
 WHERE m.annulled = 0 AND m.decision = 'refuse' AND m.day >= :first AND m.day <= :last
   AND (:post = '' OR m.post = :post) AND (:nationality = '' OR m.nationality = :nationality)
 GROUP BY 1, 2 ORDER BY 1, 2
